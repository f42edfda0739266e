# packages: finds what is missing for a build and installs it; sourced by app/run.sh, tests/run.sh and tests/bench/run.sh.
#
# A row names one need, how it is recognized (a command, pc:MODULE for pkg-config, cc: a compiler that can link, rt: one
# that can link a sanitizer), and the package that brings it for apt, dnf, pacman, zypper and Homebrew ("-": nothing to install there).
# Only the apt column has been tested.

packages_build='
cc:             gcc+libc6-dev    gcc+glibc-devel      gcc         gcc+glibc-devel    -
meson           meson            meson                meson       meson              meson
ninja           ninja-build      ninja-build          ninja       ninja              ninja
pkg-config      pkg-config       pkgconf-pkg-config   pkgconf     pkg-config         pkg-config
pc:sdl2         libsdl2-dev      SDL2-devel           sdl2        libSDL2-devel      sdl2
pc:SDL2_ttf     libsdl2-ttf-dev  SDL2_ttf-devel       sdl2_ttf    libSDL2_ttf-devel  sdl2_ttf
pc:zlib         zlib1g-dev       zlib-devel           zlib        zlib-devel         zlib
pc:libpng       libpng-dev       libpng-devel         libpng      libpng16-devel     libpng
'

# A display that is in memory.
packages_screen='
Xvfb            xvfb             xorg-x11-server-Xvfb xorg-server-xvfb xorg-x11-server-Xvfb -
'

packages_test='
pc:cmocka       libcmocka-dev    libcmocka-devel      cmocka      libcmocka-devel    cmocka
clang           clang            clang                clang       clang              -
rt:clang        libclang-rt-dev  compiler-rt          compiler-rt clang              -
clang-format    clang-format     clang-tools-extra    clang       clang-tools        clang-format
xdotool         xdotool          xdotool              xdotool     xdotool            -
git             git              git                  git         git                git
python3         python3          python3              python      python3            python3
'

packages_lint='
clang           clang            clang                clang       clang              -
clang-tidy      clang-tidy       clang-tools-extra    clang       clang-tools        clang-tidy
valgrind        valgrind         valgrind             valgrind    valgrind           valgrind
git             git              git                  git         git                git
'

# Whether a compiler, with these options, makes a program.
packages_link() {
    folder=$(mktemp -d) || return 1
    echo 'int main(void) { return 0; }' >"$folder/a.c"
    "$@" -o "$folder/a" "$folder/a.c" 2>/dev/null
    status=$?
    rm -rf "$folder"
    return $status
}

# Whether a need is already met.
packages_have() {
    case $1 in
    cc:) packages_link "${CC:-cc}" ;;
    rt:*) packages_link "${1#rt:}" -fsanitize=address,undefined ;;
    pc:*) command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "${1#pc:}" ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# Sets packages_manager, packages_column and packages_command for this machine; fails where none is known.
packages_find_manager() {
    column=2
    for packages_manager in apt-get dnf pacman zypper brew; do
        if command -v "$packages_manager" >/dev/null 2>&1; then
            packages_column=$column
            case $packages_manager in
            apt-get) packages_command='apt-get install -y --no-install-recommends' ;;
            dnf) packages_command='dnf install -y' ;;
            pacman) packages_command='pacman -S --needed --noconfirm' ;;
            zypper) packages_command='zypper --non-interactive install' ;;
            brew) packages_command='brew install' ;;
            esac
            return 0
        fi
        column=$((column + 1))
    done
    return 1
}

# Prints the packages of a table's needs that are not met, in one line.
packages_missing() {
    echo "$1" | while read -r need row; do
        [ -n "$need" ] || continue
        packages_have "$need" && continue
        echo "$need $row" | awk -v column="$packages_column" '$column != "-" { gsub(/\+/, " ", $column); print $column }'
    done | tr '\n' ' ' | sed 's/ *$//'
}

# Installs what is missing of the tables given; explains and fails where it cannot.
packages_install() {
    if ! packages_find_manager; then
        for need in $(echo "$1" | awk '{ print $1 }'); do
            packages_have "$need" || unmet="${unmet:-} ${need#pc:}"
        done
        [ -z "${unmet:-}" ] && return 0
        echo "Missing:$unmet. No package manager that this script knows (apt, dnf, pacman, zypper, brew) was found:" \
            "please install these by hand and start again." >&2
        return 1
    fi
    missing=$(packages_missing "$1")
    [ -z "$missing" ] && return 0

    become=''
    if [ "$packages_manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "These packages are missing: $missing" >&2
            echo "You are not root and there is no sudo. Please have an administrator run:" >&2
            echo "    $packages_command $missing" >&2
            return 1
        fi
        become='sudo'
    fi
    echo "Installing with $packages_manager: $missing" >&2
    if [ "$packages_manager" = apt-get ]; then
        $become apt-get update -qq >&2 || return 1
        $become env DEBIAN_FRONTEND=noninteractive $packages_command -qq $missing >&2
    else
        $become $packages_command $missing >&2
    fi || {
        echo "The installation failed. The command was: $packages_command $missing" >&2
        return 1
    }
}
