//! Rust text taken apart far enough for rules: what is code, what is a string, what is a comment.

/// A file with its strings and comments set aside.
pub struct Scanned {
    /// The text with the insides of strings, characters and comments blanked; lines stay lines.
    pub code: String,
    /// Comments, each line of them with its number.
    pub comments: Vec<(usize, String)>,
    /// Strings without their quotes, with the line that they begin on.
    pub strings: Vec<(usize, String)>,
}

/// A word or sign of the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its line, from 1.
    pub line: usize,
    /// An identifier, a number, `::`, or one other letter.
    pub text: String,
}

/// A path such as `std::fs::read`; a `use` with groups gives one for every leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The line of its last part.
    pub line: usize,
    /// Its parts.
    pub parts: Vec<String>,
}

impl Path {
    /// Whether the path begins with these parts, written `std::fs`.
    pub fn starts_with(&self, prefix: &str) -> bool {
        let prefix: Vec<_> = prefix.split("::").collect();
        self.parts.len() >= prefix.len() && self.parts.iter().zip(&prefix).all(|(a, b)| a == b)
    }

    /// Whether the path ends with these parts.
    pub fn ends_with(&self, suffix: &str) -> bool {
        let suffix: Vec<_> = suffix.split("::").collect();
        self.parts.len() >= suffix.len()
            && self.parts.iter().rev().zip(suffix.iter().rev()).all(|(a, b)| a == b)
    }
}

struct Scanner<'a> {
    rest: &'a [char],
    line: usize,
    out: Scanned,
}

/// Takes a file apart.
pub fn scan(text: &str) -> Scanned {
    let chars: Vec<char> = text.chars().collect();
    let out = Scanned { code: String::new(), comments: Vec::new(), strings: Vec::new() };
    let mut scanner = Scanner { rest: &chars, line: 1, out };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.out
}

impl Scanner<'_> {
    fn step(&mut self) {
        match *self.rest {
            ['/', '/', ..] => self.line_comment(),
            ['/', '*', ..] => self.block_comment(),
            ['"', ..] => self.string(),
            ['r' | 'b' | 'c', ..] if !self.in_word() && self.raw().is_some() => {
                let hashes = self.raw().unwrap();
                self.raw_string(hashes);
            }
            ['\'', '\\', _, ..] => self.character(),
            ['\'', _, '\'', ..] => drop(self.skip(3)),
            _ => self.keep(1),
        }
    }

    fn in_word(&self) -> bool {
        self.out.code.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }

    /// The number of `#` of a raw string that begins here.
    fn raw(&self) -> Option<usize> {
        let prefix = self.rest.iter().take_while(|c| "rbc".contains(**c)).count();
        let hashes = self.rest[prefix..].iter().take_while(|c| **c == '#').count();
        let quoted = self.rest.get(prefix + hashes) == Some(&'"');
        (prefix <= 2 && self.rest[..prefix].contains(&'r') && quoted).then_some(hashes)
    }

    fn keep(&mut self, count: usize) {
        for &c in &self.rest[..count] {
            self.line += usize::from(c == '\n');
            self.out.code.push(c);
        }
        self.rest = &self.rest[count..];
    }

    fn skip(&mut self, count: usize) -> String {
        let count = count.min(self.rest.len());
        let text = self.rest[..count].iter().collect();
        for &c in &self.rest[..count] {
            self.line += usize::from(c == '\n');
            self.out.code.push(if c == '\n' { c } else { ' ' });
        }
        self.rest = &self.rest[count..];
        text
    }

    fn line_comment(&mut self) {
        let line = self.line;
        let length = self.rest.iter().take_while(|c| **c != '\n').count();
        let text = self.skip(length);
        self.out.comments.push((line, text));
    }

    fn block_comment(&mut self) {
        let (line, mut depth, mut at) = (self.line, 0, 0);
        while at < self.rest.len() {
            match self.rest[at..] {
                ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
                ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                break;
            }
        }
        let text = self.skip(at);
        let lines = text.lines().enumerate().map(|(n, text)| (line + n, text.to_owned()));
        self.out.comments.extend(lines);
    }

    fn string(&mut self) {
        self.keep(1);
        let (line, mut length) = (self.line, 0);
        while length < self.rest.len() && self.rest[length] != '"' {
            length += if self.rest[length] == '\\' { 2 } else { 1 };
        }
        let text = self.skip(length);
        self.out.strings.push((line, text));
        self.keep(self.rest.len().min(1));
    }

    fn raw_string(&mut self, hashes: usize) {
        let open = self.rest.iter().take_while(|c| **c != '"').count() + 1;
        self.skip(open);
        let line = self.line;
        let ends = |at: usize| {
            self.rest[at] == '"' && self.rest[at + 1..].iter().take(hashes).all(|c| *c == '#')
        };
        let length = (0..self.rest.len()).find(|at| ends(*at)).unwrap_or(self.rest.len());
        let text = self.skip(length);
        self.out.strings.push((line, text));
        self.skip(hashes + 1);
    }

    fn character(&mut self) {
        let close = self.rest.iter().skip(3).take_while(|c| **c != '\'').count();
        self.skip(close + 4);
    }
}

/// The words and signs of code that [`scan`] has cleaned.
pub fn tokens(code: &str) -> Vec<Token> {
    let chars: Vec<char> = code.chars().collect();
    let (mut out, mut line, mut at) = (Vec::new(), 1, 0);
    while at < chars.len() {
        let word = chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
        let length = match chars[at..] {
            _ if word > 0 => word,
            [':', ':', ..] => 2,
            _ => 1,
        };
        let text: String = chars[at..at + length].iter().collect();
        line += usize::from(text == "\n");
        if !text.trim().is_empty() {
            out.push(Token { line, text });
        }
        at += length;
    }
    out
}

/// Every path of the code, of `use` and of expressions alike.
pub fn paths(tokens: &[Token]) -> Vec<Path> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = if is_word(&tokens[at].text) { path(tokens, at, &[], &mut out) } else { at + 1 };
    }
    out
}

/// Reads one path, or one branch of a `use` tree; gives the place after it.
fn path(tokens: &[Token], mut at: usize, before: &[String], out: &mut Vec<Path>) -> usize {
    let mut parts = before.to_vec();
    while let Some(token) = tokens.get(at) {
        if token.text == "{" && !parts.is_empty() {
            return group(tokens, at + 1, &parts, out);
        }
        if !is_word(&token.text) && token.text != "*" {
            break;
        }
        parts.push(token.text.clone());
        at += 1;
        if tokens.get(at).is_none_or(|next| next.text != "::") {
            break;
        }
        at += 1;
    }
    let line = tokens[at.saturating_sub(1)].line;
    out.push(Path { line, parts });
    at
}

fn group(tokens: &[Token], mut at: usize, before: &[String], out: &mut Vec<Path>) -> usize {
    while let Some(token) = tokens.get(at) {
        at = match token.text.as_str() {
            "}" => return at + 1,
            "as" => at + 2,
            text if is_word(text) || text == "*" => path(tokens, at, before, out),
            _ => at + 1,
        };
    }
    at
}

/// Whether a token is a name or a number.
pub fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The place after the bracket that closes the one at `open`, which is one of `{ ( [`.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The tokens without what stands under `#[cfg(test)]`.
pub fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let attribute = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut out, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let here = &tokens[at..];
        if here.iter().take(7).map(|t| t.text.as_str()).eq(attribute) {
            let body = here.iter().position(|t| t.text == "{" || t.text == ";");
            let end = at + body.unwrap_or(here.len() - 1);
            at = if tokens[end].text == "{" { closing(tokens, end) } else { end + 1 };
        } else {
            out.push(tokens[at].clone());
            at += 1;
        }
    }
    out
}
