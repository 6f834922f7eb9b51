#!/usr/bin/env python3
"""Writes src/Cli/Charts/glyphs.txt: the outlines of DejaVu Sans that charts as PNG are written with.

    bench/glyphs/outlines.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf > src/Cli/Charts/glyphs.txt

One line a character: its code in hexadecimal, its advance, and its contours in units of 1/2048 of the size, y upwards: M x y starts one, L x y is a line, Q cx cy x y a quadratic curve.
"""
import struct, sys

font = open(sys.argv[1], "rb").read()
tables = {font[12 + 16 * i:16 + 16 * i].decode(): struct.unpack(">II", font[20 + 16 * i:28 + 16 * i]) for i in range(struct.unpack(">H", font[4:6])[0])}


def at(table, form, offset):
    return struct.unpack(">" + form, font[tables[table][0] + offset:tables[table][0] + offset + struct.calcsize(">" + form)])


long_offsets = at("head", "h", 50)[0]
metrics = at("hhea", "H", 34)[0]


def characters():
    count, = at("cmap", "H", 2)
    for i in range(count):
        platform, encoding, offset = at("cmap", "HHI", 4 + 8 * i)
        if (platform, encoding) == (3, 1):
            break
    segments = at("cmap", "H", offset + 6)[0] // 2
    ends = at("cmap", f"{segments}H", offset + 14)
    starts = at("cmap", f"{segments}H", offset + 16 + 2 * segments)
    deltas = at("cmap", f"{segments}h", offset + 16 + 4 * segments)
    place = offset + 16 + 6 * segments
    ranges = at("cmap", f"{segments}H", place)
    found = {}
    for s, (start, end, delta, begin) in enumerate(zip(starts, ends, deltas, ranges)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code if begin == 0 else at("cmap", "H", place + 2 * s + begin + 2 * (code - start))[0]
            found[code] = (glyph + delta) & 0xFFFF if glyph or begin == 0 else 0
    return found


def contours(glyph):
    """Lists of (x, y, on)."""
    first, last = at("loca", "II", 4 * glyph) if long_offsets else (2 * k for k in at("loca", "HH", 2 * glyph))
    if first == last:
        return []
    number, = at("glyf", "h", first)
    place = first + 10
    if number < 0:
        made, more = [], True
        while more:
            flags, part = at("glyf", "HH", place)
            place += 4
            dx, dy = at("glyf", "hh" if flags & 1 else "bb", place)
            place += 4 if flags & 1 else 2
            a, b, c, d = 1.0, 0.0, 0.0, 1.0
            if flags & 8:
                a = d = at("glyf", "h", place)[0] / 16384
                place += 2
            elif flags & 0x40:
                a, d = (v / 16384 for v in at("glyf", "hh", place))
                place += 4
            elif flags & 0x80:
                a, b, c, d = (v / 16384 for v in at("glyf", "hhhh", place))
                place += 8
            made += [[(a * x + c * y + dx, b * x + d * y + dy, on) for x, y, on in one] for one in contours(part)]
            more = flags & 0x20
        return made
    ends = at("glyf", f"{number}H", place)
    place += 2 * number
    place += 2 + at("glyf", "H", place)[0]
    flags = []
    while len(flags) <= ends[-1]:
        flag, = at("glyf", "B", place)
        place += 1
        repeat = 1
        if flag & 8:
            repeat += at("glyf", "B", place)[0]
            place += 1
        flags += [flag] * repeat
    axes = []
    for short, same in ((2, 16), (4, 32)):
        value, values = 0, []
        for flag in flags:
            if flag & short:
                step, = at("glyf", "B", place)
                place += 1
                value += step if flag & same else -step
            elif not flag & same:
                value += at("glyf", "h", place)[0]
                place += 2
            values.append(value)
        axes.append(values)
    points = [(x, y, bool(flag & 1)) for x, y, flag in zip(*axes, flags)]
    return [points[start:end + 1] for start, end in zip((0,) + tuple(e + 1 for e in ends[:-1]), ends)]


def path(points):
    whole = []
    for (x, y, on), (u, v, next_on) in zip(points, points[1:] + points[:1]):
        whole.append((x, y, on))
        if not on and not next_on:
            whole.append(((x + u) / 2, (y + v) / 2, True))
    start = next(i for i, point in enumerate(whole) if point[2])
    whole = whole[start:] + whole[:start + 1]
    text, i = f"M {whole[0][0]:.0f} {whole[0][1]:.0f}", 1
    while i < len(whole):
        if whole[i][2]:
            text += f" L {whole[i][0]:.0f} {whole[i][1]:.0f}"
            i += 1
        else:
            text += f" Q {whole[i][0]:.0f} {whole[i][1]:.0f} {whole[i + 1][0]:.0f} {whole[i + 1][1]:.0f}"
            i += 2
    return text


wanted = [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x391, 0x3CA), 0x3D1, 0x3D5, 0x1FB1, 0x2013, 0x2014, 0x2016, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026,
          0x2070, *range(0x2074, 0x208A), 0x2190, 0x2191, 0x2192, 0x2193, 0x2202, 0x2206, 0x2207, 0x2211, 0x2212, 0x221A, 0x221E, 0x222B, 0x2248, 0x2260, 0x2264, 0x2265, 0xFFFD, 0x304, 0x303, 0x2003]
known = characters()
print("# Outlines of DejaVu Sans (https://dejavu-fonts.github.io), made by bench/glyphs/outlines.py. Copyright (c) 2003 by Bitstream, Inc.; DejaVu changes are in the")
print("# public domain; Arev Fonts Copyright (c) 2006 by Tavmjong Bah. Licence: glyphs.LICENSE.txt.")
for code in sorted(wanted):
    if known.get(code):
        glyph = known[code]
        advance, = at("hmtx", "H", 4 * min(glyph, metrics - 1))
        print(f"{code:04X} {advance} {' '.join(path(one) for one in contours(glyph))}".rstrip())
