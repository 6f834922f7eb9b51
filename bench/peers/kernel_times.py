"""
Where a run's time on a card goes: what ncu wrote of each kernel, summed by name, as a table of Markdown on the standard output.

    ncu --metrics gpu__time_duration.sum --csv --page raw --log-file FILE … PROGRAM
    python3 kernel_times.py FILE SHARE [LAST]     the LAST kernels alone (0: all); those of less than SHARE of the time are one row
"""
import csv
import re
import sys

TO_MICROSECONDS = {"ns": 1e-3, "nsecond": 1e-3, "us": 1, "usecond": 1, "ms": 1e3, "msecond": 1e3, "s": 1e6, "second": 1e6}


def short(name):
    """Without arguments and templates' insides."""
    name = re.sub(r"\(.*", "", name)
    while "<" in name and re.search(r"<[^<>]*>", name):
        name = re.sub(r"<[^<>]*>", "", name)
    return name.split("::")[-1].removeprefix("void ").strip()[:70]


def main():
    with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
        lines = [line for line in file if line.startswith('"')]
    rows = csv.DictReader(lines)
    column = next((name for name in rows.fieldnames or [] if name.startswith("gpu__time_duration")), None)
    if column is None:
        sys.exit("kernel_times.py: there is no time in the file")
    units = next(rows)[column]
    scale = TO_MICROSECONDS[units]
    kernels = [(short(row["Kernel Name"]), scale * float(row[column].replace(",", ""))) for row in rows]
    kernels = kernels[-int(sys.argv[3]):] if len(sys.argv) > 3 else kernels
    total, by_name = sum(time for _, time in kernels), {}
    for name, time in kernels:
        count, sum_of = by_name.get(name, (0, 0.0))
        by_name[name] = count + 1, sum_of + time
    few = {name: value for name, value in by_name.items() if value[1] < float(sys.argv[2]) * total}
    print("| kernel | times | µs | share |\n| --- | ---: | ---: | ---: |")
    for name, (count, time) in sorted(by_name.items(), key=lambda item: -item[1][1]):
        if name not in few:
            print(f"| `{name}` | {count} | {time:.0f} | {100 * time / total:.1f} % |")
    if few:
        time = sum(value[1] for value in few.values())
        print(f"| {len(few)} more | {sum(value[0] for value in few.values())} | {time:.0f} | {100 * time / total:.1f} % |")
    print(f"| all | {len(kernels)} | {total:.0f} | |")


if __name__ == "__main__":
    main()
