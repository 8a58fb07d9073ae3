//! The `saywhen` command: an exit code, nothing else.

fn main() -> std::process::ExitCode {
    saywhen::cli::run(std::env::args_os()).into()
}
