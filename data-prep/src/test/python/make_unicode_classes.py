"""Makes unicode.txt: which code points Unicode 13.0 has, and which of them are letters and marks.

    python data-prep/src/test/python/make_unicode_classes.py \
        data-prep/src/main/resources/io/sparkformer/data/cleaning/unicode.txt

Unicode 13.0 is that of Java 17, the oldest that Sparkformer runs on. Needs perl, of Unicode 13.0 or newer.
"""

import subprocess
import sys

CLASSES = r"""for my $c (0..0x10FFFF) {
  if ($c >= 0xD800 && $c <= 0xDFFF) { print "other\n"; next }
  my $s = chr($c);
  if ($s !~ /\p{Present_In: 13.0}/ || $s =~ /\p{Cn}/) { print "\n" }
  else { print $s =~ /\p{L}/ ? "letter" : $s =~ /\p{M}/ ? "mark" : "other", "\n" }
}"""


def main(target):
    classes = subprocess.run(["perl", "-e", CLASSES], capture_output=True, check=True, text=True).stdout.split("\n")[:-1]
    assert len(classes) == 0x110000
    ranges = {"letter": [], "mark": [], "other": []}
    begin = 0
    for code in range(1, len(classes) + 1):
        if code == len(classes) or classes[code] != classes[begin]:
            if classes[begin]:
                ranges[classes[begin]].append(f"{begin:X}" if code == begin + 1 else f"{begin:X}-{code - 1:X}")
            begin = code
    with open(target, "w") as out:
        out.write("# Made by src/test/python/make_unicode_classes.py; ranges of code points in hexadecimal.\n")
        for name, all_of_it in ranges.items():
            out.write(" ".join([name] + all_of_it) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
