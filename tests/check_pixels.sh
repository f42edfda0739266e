#!/bin/sh
# check_pixels: the same pixels whatever compiler made the program, and how: shots of several frames with each of
# the programs given are the same files. Usage: check_pixels.sh BACKSTEP BACKSTEP …
set -eu
here=$(realpath "$(dirname "$0")")
export BACKSTEP_ASSETS="$here/../assets" SDL_VIDEODRIVER=dummy
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# frames PROGRAM: a line each, hash and what it shows.
frames() {
    while read -r options; do
        # shellcheck disable=SC2086
        "$1" shot $options -o "$folder/frame.png"
        echo "$(sha256sum <"$folder/frame.png") $options"
    done <<END
x2-relu --lang en --theme dark --size 1920x1080 --epoch 500 --step 24
x2-relu-as-written --lang ru --theme paper --size 1280x720 --step 20
mazur --lang en --theme contrast --size 1024x640 --view network --step 9
students --lang ru --theme dark --size 3840x2160 --step 12
digits --lang en --theme paper --size 1280x720 --view matrix --step 3
softmax-two-layers --lang en --theme dark --size 1280x720 --step 15
activations --lang en --theme paper --size 1920x1080 --scale 1.5
END
}

wanted=$folder/wanted
frames "$1" >"$wanted"
for program; do
    frames "$program" >"$folder/got"
    if ! diff "$wanted" "$folder/got"; then
        echo "$program draws other pixels than $1"
        exit 1
    fi
done
echo "$(wc -l <"$wanted") frames are the same from $# programs"
