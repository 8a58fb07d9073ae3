//! The files of the page; each is served under its own name.

/// A file of the page.
#[derive(Debug)]
pub(super) struct Asset {
    /// Its name, without a slash.
    pub(super) name: &'static str,
    /// What is in it.
    pub(super) text: &'static str,
}

impl Asset {
    /// Its kind, by the end of its name.
    pub(super) fn kind(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        }
    }
}

/// The page itself.
pub(super) const PAGE: Asset = Asset { name: "page.html", text: include_str!("page/page.html") };

/// All that the page asks for.
pub(super) const ASSETS: [Asset; 2] = [
    Asset { name: "page.css", text: include_str!("page/page.css") },
    Asset { name: "page.js", text: include_str!("page/page.js") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_makes_neither_markup_nor_scripts_of_what_a_bot_says() {
        let scripts = ASSETS.iter().filter(|asset| asset.name.ends_with(".js"));
        for script in scripts {
            for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
                assert!(!script.text.contains(way), "{}: {way}", script.name);
            }
            let hrefs = script.text.lines().filter(|line| line.contains(".href"));
            let guarded = "if (/^(https?|tel|mailto):/i.test(to)) link.href = to;";
            assert!(hrefs.map(str::trim).all(|line| line == guarded), "{}", script.name);
        }
    }
}
