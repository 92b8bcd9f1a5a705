//! Names that are safe in a folder.

use std::hash::{BuildHasher, RandomState};

/// The most bytes that common file systems take for one name.
const MAX_BYTES: usize = 255;

/// Names that mean devices to Windows, whatever comes after a dot.
const RESERVED: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// A path of which each part is a file name: Django's `get_valid_filename`. Blanks become `_`,
/// other characters than letters, digits, `-`, `_` and `.` fall out, and so do dots at either end.
pub(super) fn valid_path(path: &str) -> String {
    let parts = path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let parts: Vec<_> = parts.map(valid_name).collect();
    if parts.is_empty() { "file".to_owned() } else { parts.join("/") }
}

fn valid_name(name: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name: String = name.trim().replace(' ', "_").chars().filter(|&c| kept(c)).collect();
    let name = name.trim_matches('.');
    let stem = name.split('.').next().unwrap_or_default();
    let device = stem.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_uppercase();
    match name {
        "" => "file".to_owned(),
        name if RESERVED.contains(&device.as_str()) => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// The path as it is, or with more before the extension, so that it is free and within its limits;
/// `None` if the limit leaves no room: Django's `get_available_name`.
pub(super) fn fitted(path: &str, more: &str, max_length: Option<usize>) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, extension) = match name.rfind('.') {
        Some(dot) => name.split_at(dot),
        None => (name, ""),
    };
    let around = folder.chars().count() + usize::from(!folder.is_empty());
    let mut stem = stem.to_owned();
    loop {
        let name = format!("{stem}{more}{extension}");
        let fits = max_length.is_none_or(|most| around + name.chars().count() <= most);
        if fits && name.len() <= MAX_BYTES {
            return Some(if folder.is_empty() { name } else { format!("{folder}/{name}") });
        }
        stem.pop()?;
        if stem.is_empty() {
            return None;
        }
    }
}

/// `_` and seven letters that nobody knows before.
pub(super) fn random_suffix() -> String {
    let mut random = RandomState::new().hash_one(std::time::Instant::now());
    let letters = (0..7).map(|_| {
        let letter = b"abcdefghijklmnopqrstuvwxyz0123456789"[(random % 36) as usize];
        random /= 36;
        char::from(letter)
    });
    format!("_{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for (path, valid) in [
            ("docs/a b.txt", "docs/a_b.txt"),
            ("../../etc/passwd", "etc/passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("/etc/./passwd", "etc/passwd"),
            ("a\0b\n.txt", "ab.txt"),
            (".htaccess", "htaccess"),
            ("...", "file"),
            ("", "file"),
            ("été-日本.PNG", "été-日本.PNG"),
            ("<script>.html", "script.html"),
            ("con.txt", "_con.txt"),
            ("LPT1", "_LPT1"),
            ("console.txt", "console.txt"),
            ("a:b|c?.txt. ", "abc.txt"),
        ] {
            assert_eq!(valid_path(path), valid, "{path:?}");
        }
    }

    #[test]
    fn names_are_cut_before_their_extension() {
        for (path, more, most, fits) in [
            ("docs/report.pdf", "", None, Some("docs/report.pdf")),
            ("docs/report.pdf", "_x", None, Some("docs/report_x.pdf")),
            ("docs/report.pdf", "_x", Some(15), Some("docs/repo_x.pdf")),
            ("docs/report.pdf", "_x", Some(12), Some("docs/r_x.pdf")),
            ("docs/report.pdf", "_x", Some(11), None),
            ("report", "", Some(3), Some("rep")),
        ] {
            assert_eq!(fitted(path, more, most).as_deref(), fits, "{path} {most:?}");
        }
        let long = format!("{}.txt", "é".repeat(200));
        assert_eq!(fitted(&long, "", None).map(|name| name.len()), Some(254));
    }

    #[test]
    fn suffixes_differ() {
        assert_ne!(random_suffix(), random_suffix());
        assert_eq!(random_suffix().len(), 8);
    }
}
