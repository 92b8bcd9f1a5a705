//! Doc comments as texts for clients.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The comment with its line breaks, less the blank that starts each line.
pub(crate) fn description(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<_> = lines(attributes).collect();
    let lines: Vec<_> =
        lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    Some(lines.join("\n").trim_matches('\n').to_owned()).filter(|text| !text.is_empty())
}

/// The comment on one line.
pub(crate) fn sentence(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<_> = lines(attributes).collect();
    let words: Vec<_> =
        lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    Some(words.join(" ")).filter(|text| !text.is_empty())
}

fn lines(attributes: &[Attribute]) -> impl Iterator<Item = String> {
    attributes.iter().filter_map(text).flat_map(|text| {
        let lines: Vec<_> = text.split('\n').map(str::to_owned).collect();
        lines
    })
}

fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::{ItemStruct, parse_quote};

    use super::*;

    #[test]
    fn comments_keep_their_lines_or_lose_them() {
        let commented: ItemStruct = parse_quote! {
            /// The countries of the world.
            ///
            ///   * with capitals
            struct Countries;
        };
        let text = "The countries of the world.\n\n  * with capitals";
        assert_eq!(description(&commented.attrs).as_deref(), Some(text));
        let text = "The countries of the world. * with capitals";
        assert_eq!(sentence(&commented.attrs).as_deref(), Some(text));
    }

    #[test]
    fn no_comment_is_no_text() {
        let bare: ItemStruct = parse_quote!(
            #[doc(hidden)]
            #[doc = " "]
            struct Countries;
        );
        assert_eq!(description(&bare.attrs), None);
        assert_eq!(sentence(&bare.attrs), None);
    }
}
