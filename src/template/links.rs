//! What templates need of one another: names that must be known, inclusion without circles, and what
//! an included file reads.

use std::collections::{BTreeMap, BTreeSet};

use crate::limits::TEMPLATE_CALLS_DEPTH_MAX;
use crate::template::mistake::{self, Mistake};
use crate::template::notes::{Component, Named, Uses};
use crate::template::origin::Made;
use crate::template::{misuse, openings, vocabulary};

/// Files and components by name, as indexes into the templates.
pub(super) struct Links<'a> {
    made: &'a [Made],
    files: BTreeMap<&'a str, usize>,
    components: BTreeMap<&'a str, &'a Component>,
}

/// Names that are known whatever is wrong with what they stand for.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// Of all files, also those that have mistakes of their own.
    pub(super) files: &'a [&'a str],
    /// Of calendars.
    pub(super) calendars: &'a [String],
}

/// A template, or a component of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node<'a> {
    /// The template of an index.
    File(usize),
    /// The component of a name.
    Component(&'a str),
}

impl<'a> Links<'a> {
    pub(super) fn new(made: &'a [Made]) -> Self {
        let mut components = BTreeMap::new();
        for component in made.iter().flat_map(|made| &made.guarded.notes.components) {
            components.entry(component.named.name.as_str()).or_insert(component);
        }
        let files = made.iter().enumerate();
        let files = files.filter_map(|(at, made)| Some((made.written.file.as_deref()?, at)));
        Self { made, files: files.collect(), components }
    }

    /// What is wrong, by index of the template that it is wrong in.
    pub(super) fn check(&self, names: Known<'_>) -> Vec<(usize, Mistake)> {
        let mut told = Vec::new();
        for (at, made) in self.made.iter().enumerate() {
            let notes = &made.guarded.notes;
            let components = notes.components.iter();
            let components = components.map(|own| (Node::Component(&own.named.name), &own.uses));
            for (start, uses) in components.chain([(Node::File(at), &notes.uses)]) {
                told.extend(self.missing(uses, names.files).into_iter().map(|is| (at, is)));
                told.extend(self.circle(start, uses).map(|is| (at, is)));
            }
            let again = notes.components.iter().filter(|own| self.is_second(own));
            told.extend(again.map(|own| (at, mistake::twice(&own.named))));
            for (what, calls, known) in [
                ("filter", &notes.filters, vocabulary::FILTERS),
                ("function", &notes.functions, vocabulary::FUNCTIONS),
                ("test", &notes.tests, vocabulary::TESTS),
            ] {
                let mistakes = calls.iter().flat_map(|call| misuse::of(what, call, known));
                told.extend(mistakes.map(|mistake| (at, mistake)));
            }
            let hours = |call| openings::unknown(call, names.calendars);
            told.extend(notes.functions.iter().filter_map(hours).map(|mistake| (at, mistake)));
        }
        told
    }

    fn missing(&self, uses: &Uses, files: &[&str]) -> Vec<Mistake> {
        let unknown = uses.includes.iter().filter(|named| !files.contains(&named.name.as_str()));
        let told = unknown.map(|named| mistake::no_template(named, files));
        let known = |named: &&Named| !self.components.contains_key(named.name.as_str());
        let names = || self.components.keys().copied();
        let components = uses.components.iter().filter(known);
        told.chain(components.map(|named| mistake::unknown("component", named, names()))).collect()
    }

    fn is_second(&self, component: &Component) -> bool {
        let first = self.components.get(component.named.name.as_str());
        first.is_some_and(|first| !std::ptr::eq(*first, component))
    }

    /// Whether inclusion from here never ends, or goes too deep.
    fn circle(&self, start: Node<'a>, uses: &'a Uses) -> Option<Mistake> {
        let mut done = BTreeSet::new();
        for (named, node) in self.next(uses) {
            let mut way = vec![start];
            if let Err(node) = self.follow(node, &mut way, &mut done) {
                let round = way.contains(&node);
                if round && (node != start || way.iter().min() != Some(&start)) {
                    continue;
                }
                let mut names: Vec<String> = way.iter().map(|node| self.name(*node)).collect();
                names.push(self.name(node));
                return Some(mistake::circle(named, &names, round));
            }
        }
        None
    }

    /// Goes down from a node; the node where it cannot go on.
    fn follow(
        &self,
        node: Node<'a>,
        way: &mut Vec<Node<'a>>,
        done: &mut BTreeSet<(Node<'a>, usize)>,
    ) -> Result<(), Node<'a>> {
        if way.contains(&node) || way.len() > TEMPLATE_CALLS_DEPTH_MAX {
            return Err(node);
        }
        if !done.insert((node, way.len())) {
            return Ok(());
        }
        way.push(node);
        let uses = match node {
            Node::File(at) => self.made.get(at).map(|made| &made.guarded.notes.uses),
            Node::Component(name) => self.components.get(name).map(|component| &component.uses),
        };
        for (_, next) in uses.into_iter().flat_map(|uses| self.next(uses)) {
            self.follow(next, way, done)?;
        }
        way.pop();
        Ok(())
    }

    fn next(&self, uses: &'a Uses) -> Vec<(&'a Named, Node<'a>)> {
        let files = uses
            .includes
            .iter()
            .filter_map(|named| Some((named, Node::File(*self.files.get(named.name.as_str())?))));
        let components = uses.components.iter().filter_map(|named| {
            let (name, _) = self.components.get_key_value(named.name.as_str())?;
            Some((named, Node::Component(name)))
        });
        files.chain(components).collect()
    }

    fn name(&self, node: Node<'_>) -> String {
        match node {
            Node::Component(name) => name.to_owned(),
            Node::File(at) => {
                let file = self.made.get(at).and_then(|made| made.written.file.as_deref());
                file.map_or_else(|| "this text".to_owned(), |file| format!("{file}.tera"))
            }
        }
    }

    /// Whether all that a template needs is there.
    pub(super) fn is_whole(&self, made: &Made) -> bool {
        let notes = &made.guarded.notes;
        let mut uses =
            notes.components.iter().map(|component| &component.uses).chain([&notes.uses]);
        uses.all(|uses| {
            uses.includes.iter().all(|named| self.files.contains_key(named.name.as_str()))
                && uses.components.iter().all(|c| self.components.contains_key(c.name.as_str()))
        })
    }

    /// What a template reads from outside, with the files that it includes and the components that it
    /// uses: by where it stands and path, and whether what reads it is certainly gone through.
    pub(super) fn reads(&self, at: usize) -> Vec<(Node<'a>, &'a str, bool)> {
        let mut seen = BTreeSet::new();
        let mut reads = Vec::new();
        self.collect((Node::File(at), true), &[], &mut seen, &mut reads);
        reads
    }

    fn collect(
        &self,
        (node, certain): (Node<'a>, bool),
        bound: &[String],
        seen: &mut BTreeSet<Node<'a>>,
        reads: &mut Vec<(Node<'a>, &'a str, bool)>,
    ) {
        let (paths, uses) = match node {
            Node::File(at) => match self.made.get(at).map(|made| &made.guarded.notes) {
                Some(notes) => (&notes.reads, &notes.uses),
                None => return,
            },
            Node::Component(name) => match self.components.get(name) {
                Some(component) => (&component.reads, &component.uses),
                None => return,
            },
        };
        for path in paths.iter().map(|read| &read.name) {
            let root = path.split('.').next().unwrap_or_default();
            if !bound.iter().any(|own| own == root) {
                reads.push((node, path, certain));
            }
        }
        for (named, next) in self.next(uses) {
            let hidden = self.hidden(node, next);
            let Some(hidden) = hidden.filter(|_| seen.insert(next)) else { continue };
            let certain = certain && named.certain && matches!(next, Node::File(_));
            let bound = bound.iter().chain(&named.bound).chain(hidden).cloned().collect::<Vec<_>>();
            self.collect((next, certain), &bound, seen, reads);
        }
    }

    /// What one node keeps from another that it uses; none if it keeps everything.
    fn hidden(&self, from: Node<'_>, to: Node<'_>) -> Option<Vec<&'a String>> {
        let taken = |name: &str| self.components.get(name).map(|component| &component.implicit);
        match (from, to) {
            (Node::File(_), _) => Some(Vec::new()),
            (Node::Component(_), Node::File(_)) => None,
            (Node::Component(outer), Node::Component(inner)) => {
                let (outer, inner) = (taken(outer)?, taken(inner)?);
                Some(inner.iter().filter(|name| !outer.contains(name)).collect())
            }
        }
    }

    /// Variables to look up before a template is rendered.
    pub(super) fn roots(&self, at: usize) -> BTreeSet<String> {
        let mut roots = BTreeSet::new();
        self.gather(Node::File(at), &mut BTreeSet::new(), &mut roots);
        roots
    }

    fn gather(&self, node: Node<'a>, seen: &mut BTreeSet<Node<'a>>, roots: &mut BTreeSet<String>) {
        if !seen.insert(node) {
            return;
        }
        let (found, uses) = match node {
            Node::File(at) => match self.made.get(at) {
                Some(made) => (&made.guarded.notes.roots, &made.guarded.notes.uses),
                None => return,
            },
            Node::Component(name) => match self.components.get(name) {
                Some(component) => (&component.implicit, &component.uses),
                None => return,
            },
        };
        roots.extend(found.iter().cloned());
        for (_, next) in self.next(uses) {
            self.gather(next, seen, roots);
        }
    }
}
