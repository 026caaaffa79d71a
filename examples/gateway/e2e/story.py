"""What a user sees while providers go down, get slow, and lose their keys: a line for each request."""

import shutil
import time

from harness import KEYS, Fakes, Gateway, compile_policy, folder


def main():
    fakes = Fakes()
    gateway = None
    try:
        gateway = Gateway(compile_policy(fakes), events=False)
        start = time.monotonic()

        def tell(text):
            print(f"{time.monotonic() - start:5.1f}s  -- {text}", flush=True)

        def ask(count, mode="stream"):
            for _ in range(count):
                before = len(fakes.call("one", "GET", "/_log")) + len(
                    fakes.call("two", "GET", "/_log")) + len(fakes.call("long", "GET", "/_log"))
                turn = gateway.chat("count to nine", mode)
                after = sum(len(fakes.call(name, "GET", "/_log")) for name in fakes.ports)
                what = " then ".join(turn.models) if turn.status == 200 else "nobody"
                said = f'"{turn.text}"' if not turn.error else f'"{turn.error["message"]}"'
                print(f"{time.monotonic() - start:5.1f}s  {turn.status}  {what:25} "
                      f"{turn.seconds * 1000:5.0f} ms  {after - before} asked  {said}", flush=True)
                time.sleep(0.4)

        ask(2)
        tell("one answers 503 to everything")
        fakes.always("one", "503")
        ask(4)
        tell("two hangs up on everybody, and the third takes 100 ms for each word")
        fakes.always("two", "reset")
        fakes.always("long", "slow@100")
        ask(4)
        tell("one is well again, but its first key is revoked")
        fakes.revoke("one", KEYS["ONE_KEY"])
        fakes.always("one", "")
        ask(8)
        tell("its second key is revoked too; two is well again")
        fakes.revoke("one", KEYS["ONE_KEY"], KEYS["ONE_KEY_NEXT"])
        fakes.always("two", "")
        ask(4)
        tell("two's streams break off after four words")
        fakes.always("two", "cut@4")
        ask(2)
        tell("the keys of two and of the third are revoked")
        fakes.revoke("two", KEYS["TWO_KEY"])
        fakes.revoke("long", KEYS["LONG_KEY"])
        ask(2)
    finally:
        if gateway:
            gateway.stop()
        fakes.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()
