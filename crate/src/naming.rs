//! Names of types turned into names for people and URLs.

/// `order_item` as `OrderItem`.
pub(crate) fn camel_case(name: &str) -> String {
    name.trim_start_matches("r#")
        .split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect()
}

/// `OrderItem` as `Order Item`, `HTTPProxy` as `HTTP Proxy`: Django's `camel_case_to_spaces`.
pub(crate) fn words(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut previous_lower = false;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let starts_a_word = letters.peek().is_some_and(|next| !next.is_uppercase());
        if letter.is_uppercase() && (previous_lower || starts_a_word) && !out.is_empty() {
            out.push(' ');
        }
        previous_lower = letter.is_lowercase();
        out.push(letter);
    }
    out
}

/// `Order Item` from `OrderItemViewSet`, `Who Am I` from `WhoAmIView`: DRF's `get_view_name`.
pub(crate) fn view_name(type_name: &str) -> String {
    let name = type_name.strip_suffix("ViewSet").or(type_name.strip_suffix("View"));
    words(name.unwrap_or(type_name))
}

/// The last segment of a type's path, without its generics.
pub(crate) fn type_base_name(path: &str) -> &str {
    let path = path.split('<').next().unwrap_or(path);
    path.rsplit("::").next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_their_capitals() {
        for (name, text) in [
            ("OrderItem", "Order Item"),
            ("Country", "Country"),
            ("Ipv4Range", "Ipv4 Range"),
            ("HTTPProxy", "HTTP Proxy"),
            ("PlanB", "Plan B"),
            ("Vitamin2B", "Vitamin2B"),
        ] {
            assert_eq!(words(name), text);
        }
        assert_eq!(view_name("WhoAmIView"), "Who Am I");
        assert_eq!(view_name("OrderItemViewSet"), "Order Item");
        assert_eq!(camel_case("order_item"), "OrderItem");
        assert_eq!(camel_case("r#type"), "Type");
        assert_eq!(type_base_name("a::b::Cars<x::Y>"), "Cars");
    }
}
