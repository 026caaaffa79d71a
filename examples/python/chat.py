"""The official OpenAI client, failing over inside the process: three lines are new.

    python chat.py [chat.policyc]

Starts two fake providers, of which the first is down, and asks them twice: for a whole answer, and
for a stream that breaks off and is continued by the other one.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile

import httpx2
import openai

import policyc
import policyc.httpx2
from providers import Provider


def compiled() -> pathlib.Path:
    """The policy that was named, or chat.policy, compiled."""
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1])
    here = pathlib.Path(__file__).parent
    compiler = os.environ.get("POLICYC", str(here / "../../.build/debug/policyc"))
    artifact = pathlib.Path(tempfile.mkdtemp()) / "chat.policyc"
    subprocess.run([compiler, "compile", str(here / "chat.policy"), "-o", str(artifact)], check=True)
    return artifact


def main() -> None:
    primary, backup = Provider("primary", otherwise="503"), Provider("backup")
    os.environ.update(
        PRIMARY_URL=primary.url,
        BACKUP_URL=backup.url,
        PRIMARY_KEY="key-of-primary",
        PRIMARY_SPARE_KEY="spare-of-primary",
        BACKUP_KEY="key-of-backup",
    )

    engine = policyc.Engine.load(compiled())  # 1
    transport = policyc.httpx2.Transport(engine)  # 2
    client = openai.OpenAI(api_key="unused", http_client=httpx2.Client(transport=transport))  # 3

    question = "Tell me a story."
    answer = client.chat.completions.create(
        model="large", messages=[{"role": "user", "content": question}]
    )
    print("primary is down:   ", answer.choices[0].message.content)

    primary.otherwise = "cut"
    engine.clear("primary")
    stream = client.chat.completions.create(
        model="large", messages=[{"role": "user", "content": question}], stream=True
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    print("it breaks off:     ", text)
    print("requests received: ", f"primary {len(primary.requests)}, backup {len(backup.requests)}")


if __name__ == "__main__":
    main()
