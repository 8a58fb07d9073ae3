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
pub(super) const ASSETS: [Asset; 14] = [
    Asset { name: "bubble.js", text: include_str!("page/bubble.js") },
    Asset { name: "dom.js", text: include_str!("page/dom.js") },
    Asset { name: "heard.js", text: include_str!("page/heard.js") },
    Asset { name: "keep.js", text: include_str!("page/keep.js") },
    Asset { name: "map.js", text: include_str!("page/map.js") },
    Asset { name: "page.css", text: include_str!("page/page.css") },
    Asset { name: "page.js", text: include_str!("page/page.js") },
    Asset { name: "panel.css", text: include_str!("page/panel.css") },
    Asset { name: "phone.css", text: include_str!("page/phone.css") },
    Asset { name: "phone.js", text: include_str!("page/phone.js") },
    Asset { name: "travel.js", text: include_str!("page/travel.js") },
    Asset { name: "why.js", text: include_str!("page/why.js") },
    Asset { name: "wire.js", text: include_str!("page/wire.js") },
    Asset { name: "words.js", text: include_str!("page/words.js") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_makes_neither_markup_nor_scripts_of_what_a_bot_says() {
        let scripts = ASSETS.iter().filter(|asset| asset.kind().starts_with("text/javascript"));
        for script in scripts {
            for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
                assert!(!script.text.contains(way), "{}: {way}", script.name);
            }
            let hrefs = script.text.lines().filter(|line| line.contains(".href"));
            // Only where an address is checked it becomes one.
            let guarded = |line: &str| {
                line.trim().starts_with("if (/^(")
                    && line.trim().ends_with(".test(to)) element.href = to;")
            };
            assert!(hrefs.clone().all(guarded), "{}", script.name);
        }
    }
}
