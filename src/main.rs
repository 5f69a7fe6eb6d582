//! Hands over to the command line.

fn main() -> std::process::ExitCode {
    crema::cli::main()
}
