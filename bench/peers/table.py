"""
Reads what compare.sh measured and prints Markdown: median seconds of each side and their ratio, with the spread of the ratios of neighbouring
runs, and the rates that can be worked out. Usage: python3 table.py FILE
"""
import json
import statistics
import sys

# Multiplications and additions of one evaluation of the network per sample, without embedding and activations.
W2 = 2 * (2 * 128 + 3 * 128 * 128 + 128 * 2)
W3 = 2 * (64 * 512 + 4 * 512 * 512 + 512 * 64)
WORK = {"sgemm": 10 * 2 * 2048**3, "w2-network": 200 * 10_000 * W2, "w3-network": 50 * 2_000 * W3}


def main():
    ours, peers, pairs, last = {}, {}, {}, {}
    for line in open(sys.argv[1]):
        row = json.loads(line)
        name, seconds, processor = row["workload"], row["seconds"][0], row["processor"][0]
        if row["program"] == "scoresde":
            ours.setdefault(name, []).append(seconds)
            last[name] = seconds, processor
        else:
            key = name, row["profile"], row["variant"]
            peers.setdefault(key, []).append(seconds)
            if name in last:
                pairs.setdefault(key, []).append((seconds / last[name][0], processor / last[name][1]))

    print("| workload | PyTorch | its seconds | ours | ratio | spread | by processor time |")
    print("| --- | --- | ---: | ---: | ---: | --- | ---: |")
    for key, seconds in peers.items():
        name, profile, variant = key
        if key in pairs:
            ratio, processor = zip(*pairs[key])
            print(f"| {name} | {profile}, {variant} | {statistics.median(seconds):.3f} | {statistics.median(ours[name]):.3f} "
                  f"| {statistics.median(ratio):.2f} | {min(ratio):.2f}–{max(ratio):.2f} | {statistics.median(processor):.2f} |")

    print()
    print("| work | GFLOP/s | share of tuned sgemm |")
    print("| --- | ---: | ---: |")
    tuned = peers.get(("sgemm", "tuned", "eager"))
    peak = WORK["sgemm"] / statistics.median(tuned) if tuned else float("nan")
    rates = [(f"sgemm 2048³, {profile}", WORK["sgemm"] / statistics.median(seconds))
             for (name, profile, _), seconds in peers.items() if name == "sgemm"]
    for name in ("w2-network", "w3-network"):
        if name in ours:
            rates.append((f"{name}, ours", WORK[name] / statistics.median(ours[name])))
        rates += [(f"{name}, {profile}, {variant}", WORK[name] / statistics.median(seconds))
                  for (peer, profile, variant), seconds in peers.items() if peer == name]
    for label, rate in rates:
        print(f"| {label} | {rate / 1e9:.1f} | {100 * rate / peak:.0f} % |")


if __name__ == "__main__":
    main()
