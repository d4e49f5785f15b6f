"""The AWS CLI's own driver, kept running: a line of JSON with arguments in, a line with what it printed out."""

import contextlib
import io
import json
import os
import sys

from awscli.clidriver import create_clidriver


def main():
    """Answer until there are no more lines."""
    driver = create_clidriver()
    for line in sys.stdin:
        question = json.loads(line)
        os.environ.update(question["environment"])
        driver.session.set_credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
        printed, complained = _stream(), _stream()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
            status = _status(driver, ["--region", os.environ["AWS_REGION"], *question["arguments"]])
        answer = {"status": status, "stdout": _text(printed), "stderr": _text(complained)}
        sys.stdout.write(json.dumps({"result": answer}) + "\n")
        sys.stdout.flush()


def _status(driver, arguments):
    try:
        return driver.main(arguments)
    except SystemExit as leaving:
        return leaving.code


def _stream():
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream):
    return stream.buffer.getvalue().decode()


if __name__ == "__main__":
    main()
