"""`python -m benchmarks.qaoa`; see `--help`, and docs/benchmarks.md."""

if __name__ == "__main__":  # the workers' processes import this file too, and need nothing of it
    from benchmarks.qaoa.command_line import main

    main()
