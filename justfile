# Shortcuts; each only calls cargo.

# Talk to the bot of this folder in the browser.
dev:
    cargo run --release -- dev

# Take real webhooks; needs PAGE_ACCESS_TOKEN, APP_SECRET and VERIFY_TOKEN.
serve:
    cargo run --release -- serve

# All tests.
test:
    cargo test --locked

# The conversations of the bot in this folder.
chats:
    cargo run --release -- test

# Everything that must be clean before a change is taken.
lint:
    cargo clippy --locked --all-targets -- -D warnings

# Lay out the code.
fmt:
    cargo fmt --all

# Rewrite golden files after a change that was meant; read the difference before it is committed.
golden:
    UPDATE_GOLDEN=1 cargo test --locked

# The library's own documentation.
doc:
    cargo doc --locked --no-deps --document-private-items
