//! The rules of the container image, held against the Dockerfile.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

const DOCKERFILE: &str = include_str!("../Dockerfile");

/// Instructions with their arguments; continued lines joined, comments left out.
fn instructions(text: &str) -> Vec<(String, String)> {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let joined = lines.join("\n").replace("\\\n", " ");
    let parts = joined.lines().filter_map(|line| line.split_once(' '));
    parts.map(|(word, rest)| (word.to_owned(), rest.trim().to_owned())).collect()
}

/// What the instructions of one word say.
fn arguments<'a>(all: &'a [(String, String)], word: &'a str) -> impl Iterator<Item = &'a str> {
    all.iter().filter(move |(other, _)| other == word).map(|(_, rest)| rest.as_str())
}

/// Everything that is wrong with a Dockerfile.
fn faults(text: &str) -> Vec<String> {
    let all = instructions(text);
    let last = all.iter().rposition(|(word, _)| word == "FROM").unwrap_or(0);
    let (build, image) = all.split_at(last);
    let mut faults = bases(&all);
    let mut want = |holds: bool, rule: &str| {
        if !holds {
            faults.push(rule.to_owned());
        }
    };
    let one = |word| arguments(image, word);
    let locked = |(word, rest): &(String, String)| {
        word == "RUN" && rest.contains("cargo build --release --locked")
    };
    want(build.iter().any(locked), "the build uses `cargo build --release --locked`");
    want(one("FROM").eq(["scratch"]), "the image begins empty: `FROM scratch`");
    want(one("COPY").eq(["--from=build /image/ /"]), "the image gets only /image of the build");
    want(one("RUN").count() == 0, "nothing runs in the image: it has no shell");
    want(one("ADD").count() == 0, "nothing is added from outside");
    want(one("USER").eq(["10001:10001"]), "the user is a number, and not root");
    want(one("VOLUME").eq(["/data"]), "/data is the one volume");
    let health = |rest: &str| rest.ends_with(r#"CMD ["saywhen", "health"]"#);
    want(one("HEALTHCHECK").any(health), "the binary checks its own health");
    want(
        one("ENTRYPOINT").eq([r#"["saywhen"]"#]),
        "the entry point is the binary, without a shell",
    );
    want(one("CMD").eq([r#"["serve"]"#]), "without arguments it serves");
    let settings = ["SAYWHEN_BOT=/bot", "DATABASE_URL=sqlite:/data/saywhen.db", "PORT=8080"];
    for setting in settings {
        want(one("ENV").any(|rest| rest.contains(setting)), setting);
    }
    let secret = |(word, rest): &(String, String)| {
        let named = ["TOKEN", "SECRET"].iter().any(|name| rest.contains(name));
        named && ["ENV", "ARG", "RUN"].contains(&word.as_str())
    };
    want(!all.iter().any(secret), "no secret is named in the image");
    faults
}

/// Bases name a version, never `latest`.
fn bases(all: &[(String, String)]) -> Vec<String> {
    let bases = all.iter().filter(|(word, _)| word == "FROM").map(|(_, rest)| rest);
    let image = |rest: &String| rest.split_whitespace().next().unwrap_or("").to_owned();
    let pinned = |name: &String| {
        let tag = name.split_once(':').map_or("", |(_, tag)| tag);
        name == "scratch" || tag.starts_with(|c: char| c.is_ascii_digit()) && tag.contains('.')
    };
    let loose = bases.map(image).filter(|name| !pinned(name));
    loose.map(|name| format!("the base {name} has no version")).collect()
}

#[test]
fn the_dockerfile_keeps_every_rule() {
    assert_eq!(faults(DOCKERFILE), Vec::<String>::new());
}

#[test]
fn every_rule_can_fail() {
    let planted = [
        ("rust:1.95-slim-bookworm", "rust:latest", "no version"),
        ("--release --locked", "--release", "--locked"),
        ("FROM scratch", "FROM debian:12.1-slim", "begins empty"),
        ("USER 10001:10001", "USER root", "not root"),
        ("USER 10001:10001", "", "not root"),
        ("VOLUME /data", "VOLUME /bot", "one volume"),
        ("CMD [\"saywhen\", \"health\"]", "CMD curl localhost", "its own health"),
        ("ENTRYPOINT [\"saywhen\"]", "ENTRYPOINT saywhen", "without a shell"),
        ("COPY --from=build /image/ /", "COPY --from=build / /", "only /image"),
        ("EXPOSE 8080", "RUN true", "nothing runs"),
        ("EXPOSE 8080", "ENV APP_SECRET=x", "no secret"),
        ("EXPOSE 8080", "ADD https://example.com/x /x", "nothing is added"),
        ("PORT=8080", "PORT=80", "PORT=8080"),
    ];
    for (right, wrong, message) in planted {
        assert!(DOCKERFILE.contains(right), "{right}");
        let found = faults(&DOCKERFILE.replace(right, wrong));
        assert!(found.iter().any(|fault| fault.contains(message)), "{wrong}: {found:?}");
    }
}
