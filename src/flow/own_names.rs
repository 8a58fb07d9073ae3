//! Names that only some parts of a bot know, read where nothing gives them (V601): an item of a list, a
//! value that is handed to a template, a field of a row, `loop`.

use crate::flow::parts::{Own, What};
use crate::flow::suggest::nearest;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::{Sources, Span};
use crate::template::render::Read;

/// A name that stands for something in other parts alone.
pub(super) fn not_here(read: &Read, own: &Own<'_>) -> Diagnostic {
    let place = format!("{}:{}", own.place.file, own.place.line);
    let label = match own.what {
        What::Item => format!("it is an item of the list in {place}, and known only there"),
        What::Handed => format!("it is handed to a template in {place}, and known only in that"),
        What::Answer => {
            "it is the answer that is weighed, and known only in must, retry and confirm".to_owned()
        }
    };
    nothing_sets(&read.path, read).label(label)
}

/// A template's own value that this step does not hand over, though another one does.
pub(super) fn not_handed(read: &Read, own: &Own<'_>, step: Span) -> Diagnostic {
    let name = own.name;
    let headline = format!("\"{name}\" is only set on one of the ways here");
    let (file, line) = (&own.place.file, own.place.line);
    Diagnostic::warning(Code("V602"), read.span, headline)
        .related(step, "this does not hand it over")
        .note(format!(
            "{file}:{line} hands it to a template. Here it is empty, and this step fails."
        ))
        .fix(format!("with: {{{name}: …}}   or   {{{{ {name} or \"none\" }}}}"))
}

/// `loop.index` without a loop.
pub(super) fn of_loop(read: &Read) -> Diagnostic {
    nothing_sets(&read.path, read).label("known only between {% for %} and {% endfor %}")
}

fn nothing_sets(name: &str, read: &Read) -> Diagnostic {
    Diagnostic::error(Code("V601"), read.span, format!("Nothing sets \"{name}\" here"))
}

/// A field that no row of a table has, where rows are read without a name of their own.
pub(super) fn no_field(
    sources: &Sources,
    read: &Read,
    (table, fields): (&str, &[String]),
) -> Diagnostic {
    let name = read.path.split('.').next().unwrap_or(&read.path);
    let headline = format!("Nothing sets \"{name}\", and no row of data.{table} has it");
    let told = Diagnostic::error(Code("V601"), read.span, headline);
    let Some(near) = nearest(name, fields.iter().map(String::as_str)) else {
        return told.label(format!("a row has: {}", fields.join(", ")));
    };
    let told = told.label(format!("did you mean \"{near}\"?"));
    let whole = read.path == name && sources.slice(read.span) == name;
    if whole { told.edit(read.span, near) } else { told }
}
