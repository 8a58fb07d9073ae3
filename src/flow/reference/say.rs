//! `say`, `image`, `video`, `audio`, `file`: messages.

use crate::flow::key::Shape;
use crate::flow::reference::concept::{Concept, Form, Table, flow};
use crate::flow::say;

/// `say: {template: …}`.
pub(in crate::flow) const TEMPLATE: Table = Table {
    name: "template",
    of: "`say: {template: …}`",
    keys: say::TEMPLATE,
    needs: &["template"],
};

/// Words.
pub(super) const SAY: Concept = Concept {
    title: "say",
    intro: "\
Says something. A list is one bubble after the other. `{{ }}` stands for a value. A bare text among steps is a `say`. Long
texts stand in `templates/`, in files that end in `.tera`; there a line `---` starts a new bubble. Buttons and quick replies
belong to the last bubble. A `say` with buttons does not wait: the next step runs at once.",
    verbs: &["say"],
    tables: &[TEMPLATE],
    examples: &[
        flow(
            "",
            "
welcome:
  when: {event: get_started}
  steps:
    - say:
        - Hello! I'm the bot of the Corner Shop.
        - I can take an order or tell you when we are open.
      replies: {Opening hours: hours}
",
        ),
        flow(
            "A bare text:",
            "
thanks:
  when: [thanks, thank you]
  steps:
    - You're welcome!
    - Have a nice day.
",
        ),
    ],
    ..Concept::EMPTY
};

/// Files.
pub(super) const MEDIA: Concept = Concept {
    title: "image, video, audio, file",
    intro: "\
Shows a file: an `https` address, or a path in `media/`. Buttons stand only under a single picture or film that lies at
Facebook; cards have pictures and buttons of any kind.",
    verbs: &["image", "video", "audio", "file"],
    forms: &[("images", Form::Told(Shape::Words, "a list of paths in media/ or addresses"))],
    examples: &[
        flow(
            "",
            "
looks:
  when: what does it look like
  steps:
    - images: [https://shop.example.com/cake.jpg, https://shop.example.com/tea.jpg]
    - image: https://www.facebook.com/corner.shop/photos/1
      buttons: {Opening hours: hours}
",
        ),
        flow(
            "",
            "
media:
  when: show me everything
  steps:
    - video: https://shop.example.com/film.mp4
    - audio: https://shop.example.com/song.mp3
    - file: https://shop.example.com/menu.pdf
",
        ),
    ],
    ..Concept::EMPTY
};
