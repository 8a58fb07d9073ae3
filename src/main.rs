//! The `saywhen` command: an exit code, nothing else.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
