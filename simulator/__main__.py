"""`python -m simulator` is the command `a2i-simulator`."""

from simulator.cli.main import main

if __name__ == "__main__":
    main(prog_name="a2i-simulator")
