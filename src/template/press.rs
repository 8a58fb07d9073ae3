//! Written texts → what renders: most of them need no Tera, the others go into one batch of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use tera::{ErrorKind, Tera};

use crate::source::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
use crate::template::batch::Folding;
use crate::template::compiled::{Compiled, Outside};
use crate::template::links::{Known, Links, Node};
use crate::template::mistake::{self, Mistake};
use crate::template::notes::{Notes, Path};
use crate::template::origin::{Made, Written};
use crate::template::pieces::{self, Piece, Variable};
use crate::template::render::Read;
use crate::template::scan;
use crate::template::token::{self, Close};
use crate::template::weave::Guarded;
use crate::template::{guard, library};

/// Written texts on their way through the press.
pub(super) struct Press<'a> {
    pub(super) sources: &'a Sources,
    pub(super) made: Vec<Made>,
    pub(super) mistakes: Vec<Diagnostic>,
}

impl Press<'_> {
    pub(super) fn text(&mut self, n: usize, written: &Arc<Written>) -> Compiled {
        let body = written.body();
        let plain = !["{{", "{%", "{#"].iter().any(|open| body.contains(open));
        if plain && written.file.is_none() {
            return Compiled::Literal(body.to_owned());
        }
        let notes = guard::text(body, written.file.is_some());
        if self.refuse(&notes, written) {
            return Compiled::Literal(String::new());
        }
        let tags = scan::tags(body).unwrap_or_default();
        let name = written.file.clone().unwrap_or_else(|| format!("{TEXTS}{n}"));
        if written.file.is_some() {
            let guarded = Guarded::weave(body, 0..body.len(), notes, ("", ""));
            return self.template(name, guarded, written, None);
        }
        if let Some(pieces) = pieces::pieces(body, &tags) {
            return Compiled::Pieces { pieces, reads: self.reads(&notes.reads, written) };
        }
        if let Some(inner) = scan::lone(body, &tags) {
            let notes = guard::expression(body, inner.clone());
            return self.value(name, (notes, inner), written);
        }
        let guarded = Guarded::weave(body, 0..body.len(), notes, ("", ""));
        self.template(name, guarded, written, None)
    }

    pub(super) fn expr(&mut self, n: usize, written: &Arc<Written>) -> Compiled {
        let body = written.body();
        let notes = guard::expression(body, 0..body.len());
        if self.refuse(&notes, written) {
            return Compiled::Literal(String::new());
        }
        let tokens = token::words(body, 0, Close::End).map(|words| words.tokens);
        if let Some(variable) = tokens.ok().and_then(|tokens| Variable::of(&tokens)) {
            let pieces = vec![Piece::Variable(variable)];
            return Compiled::Pieces { pieces, reads: self.reads(&notes.reads, written) };
        }
        self.value(format!("{EXPRS}{n}"), (notes, 0..body.len()), written)
    }

    /// A template that is wanted for the value of one expression.
    fn value(
        &mut self,
        name: String,
        (notes, range): (Notes, Range<usize>),
        written: &Arc<Written>,
    ) -> Compiled {
        let around = ("{{ (", " ) | __value }}");
        let guarded = Guarded::weave(written.body(), range.clone(), notes, around);
        self.template(name, guarded, written, Some(range))
    }

    fn template(
        &mut self,
        name: String,
        guarded: Guarded,
        written: &Arc<Written>,
        expression: Option<Range<usize>>,
    ) -> Compiled {
        let around = expression.as_ref().map(|range| {
            let body = written.body();
            let before = body.get(..range.start).and_then(|before| before.split_once("{{"));
            let after = body.get(range.end..).and_then(|after| after.split_once("}}"));
            let (before, after) = (before.map_or("", |(b, _)| b), after.map_or("", |(_, a)| a));
            (before.to_owned(), after.to_owned())
        });
        let ticks = if written.file.is_some() { 0 } else { guarded.notes.calls };
        let place = |at: &Range<usize>| written.place(self.sources, at.clone());
        let pairs = guarded.notes.pairs.iter().map(|pair| pair.map(place)).collect();
        let items = guarded.notes.items.iter().map(|(table, path)| {
            let Path { name, at, certain } = path;
            (table.clone(), Read { path: name.clone(), span: place(at), certain: *certain })
        });
        let items = items.collect();
        let written = written.clone();
        self.made.push(Made { name: name.clone(), guarded, written, expression });
        Compiled::Template {
            name,
            around,
            reads: Vec::new(),
            pairs,
            items,
            roots: Vec::new(),
            ticks,
            locale: None,
        }
    }

    /// What a template or component reads itself, each variable where it stands first.
    fn reads(&self, reads: &[Path], written: &Written) -> Vec<Read> {
        let mut known = BTreeSet::new();
        let first: Vec<_> = reads.iter().filter(|read| known.insert(&read.name)).collect();
        let spans = written.places(self.sources, first.iter().map(|read| read.at.clone()));
        let reads = first.into_iter().zip(spans);
        let read = |(path, span): (&Path, Span)| {
            let certain = path.certain;
            Read { path: path.name.clone(), span, certain }
        };
        reads.map(read).collect()
    }

    /// Tells why a template is refused, if it is.
    fn refuse(&mut self, notes: &Notes, written: &Written) -> bool {
        for refusal in &notes.refusals {
            self.tell(mistake::refused(written.body(), refusal), written);
        }
        !notes.refusals.is_empty()
    }

    fn tell(&mut self, mistake: Mistake, written: &Written) {
        let span = written.place(self.sources, mistake.at.clone());
        let told = mistake.at(span);
        if !self.mistakes.contains(&told) {
            self.mistakes.push(told);
        }
    }

    /// One batch; only if that fails is every template looked at by itself.
    pub(super) fn finish(
        &mut self,
        known: Known<'_>,
        fold: Folding,
    ) -> (Tera, BTreeMap<String, Outside>) {
        let made = std::mem::take(&mut self.made);
        let mut bad = BTreeSet::new();
        for (at, mistake) in Links::new(&made).check(known) {
            bad.insert(at);
            if let Some(made) = made.get(at) {
                self.tell(mistake, &made.written);
            }
        }
        let mut at = 0..;
        let mut made = made;
        made.retain(|_| at.next().is_some_and(|at| !bad.contains(&at)));
        let mut tera = library::tera(fold);
        made = whole(made);
        if add(&mut tera, &made).is_err() {
            made.retain(|made| self.is_readable(made));
            made = whole(made);
            if let Err(error) = add(&mut tera, &made)
                && let Some(first) = made.first()
            {
                self.tell(mistake::other(&error.to_string()), &first.written);
            }
        }
        let outside = self.outside(&made);
        self.made = made;
        (tera, outside)
    }

    /// What each template reads, with what it includes.
    fn outside(&self, made: &[Made]) -> BTreeMap<String, Outside> {
        let links = Links::new(made);
        let own: Vec<Vec<Read>> =
            made.iter().map(|made| self.reads(&made.guarded.notes.reads, &made.written)).collect();
        let components: BTreeMap<_, _> =
            made.iter().flat_map(|made| self.of_components(made)).collect();
        let one = |(at, made): (usize, &Made)| {
            let mut known = BTreeSet::new();
            let reads = links.reads(at).into_iter().filter_map(|(node, path, certain)| {
                let own = match node {
                    Node::File(at) => own.get(at)?,
                    Node::Component(name) => components.get(name)?,
                };
                let read = own.iter().find(|read| read.path == *path)?;
                let certain = certain && read.certain;
                known.insert(path).then(|| Read { certain, ..read.clone() })
            });
            let reads = reads.collect();
            let roots = links.roots(at).into_iter().collect();
            (made.name.clone(), Outside { reads, roots })
        };
        made.iter().enumerate().map(one).collect()
    }

    /// What the components of a template read of what they take from where they are called.
    fn of_components<'m>(
        &self,
        made: &'m Made,
    ) -> impl Iterator<Item = (&'m str, Vec<Read>)> + use<'m, '_> {
        let components = made.guarded.notes.components.iter();
        components.map(|own| (own.named.name.as_str(), self.reads(&own.reads, &made.written)))
    }

    /// Whether Tera can read a template on its own; what is wrong otherwise is told.
    fn is_readable(&mut self, made: &Made) -> bool {
        let body = made.written.body();
        let plain = made.expression.as_ref().map(|range| {
            let expression = body.get(range.clone()).unwrap_or_default();
            format!("{{{{ {expression} }}}}")
        });
        let shift = made.expression.as_ref().map_or((0, 0), |range| ("{{ ".len(), range.start));
        let original = plain.as_deref().unwrap_or(body);
        let back = |at: &Range<usize>| {
            let byte = |at: usize| at.saturating_sub(shift.0).saturating_add(shift.1);
            byte(at.start)..byte(at.end)
        };
        let (at, message) = match unreadable(original) {
            Some((at, message)) => (back(&at), message),
            None => match unreadable(&made.guarded.source) {
                Some((at, _)) => (made.guarded.original(&at), "too complex".to_owned()),
                None => return true,
            },
        };
        self.tell(mistake::syntax(&at, &message), &made.written);
        false
    }
}

/// Names of texts and expressions in Tera; no file's name begins like that.
const TEXTS: &str = "/text ";
const EXPRS: &str = "/expr ";

/// Where and why Tera cannot read a template.
fn unreadable(source: &str) -> Option<(Range<usize>, String)> {
    let error = Tera::default().add_raw_template("one", source).err()?;
    let ErrorKind::SyntaxError(report) = error.kind() else { return None };
    Some((report.span().range.clone(), report.message().to_owned()))
}

/// Those whose files and components are there too.
fn whole(mut made: Vec<Made>) -> Vec<Made> {
    loop {
        let links = Links::new(&made);
        let whole: Vec<bool> = made.iter().map(|made| links.is_whole(made)).collect();
        if whole.iter().all(|whole| *whole) {
            return made;
        }
        let mut whole = whole.into_iter();
        made.retain(|_| whole.next().unwrap_or_default());
    }
}

fn add(tera: &mut Tera, made: &[Made]) -> Result<(), tera::Error> {
    tera.add_raw_templates(made.iter().map(|made| (&made.name, &made.guarded.source)))
}
