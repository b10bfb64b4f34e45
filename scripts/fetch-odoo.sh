#!/bin/bash
# Unpack Odoo 19.0 Community from Debian's own package into a folder.
# The system is not changed and root is not needed: apt works in a private directory,
# with the machine's own mirror and keys. The package is in Debian's unstable suite,
# the libraries and fonts that its files link to come from the installed release.
# usage: fetch-odoo.sh FOLDER
set -euo pipefail

series=19.0
package=odoo-19
target=$1
apt=$target/apt

fail() { echo "error: $*" >&2; exit 1; }

. /etc/os-release
[ "${ID:-}" = debian ] ||
    fail "Odoo is fetched from Debian's archive and this is ${PRETTY_NAME:-no Debian}." \
        "Set ODOO_HOME to an Odoo $series that you have."
release=${VERSION_CODENAME:?}

rm -rf "$target"
mkdir -p "$apt"/{lists/partial,cache/archives/partial,etc} "$target/deb"

# The machine's entry for its release, first in the newer (deb822), then in the
# one-line format, with the suite replaced.
for file in /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    grep -v '^#' "$file" | awk -v release="$release" '
        BEGIN { RS = ""; ORS = "\n\n" }
        !done && /(^|\n)Types:[^\n]*deb/ && !/Enabled:[ ]*no/ &&
        $0 ~ "(^|\n)Suites:([^\n]*[ \t])?" release "([ \t\n]|$)" {
            gsub(/Types:[^\n]*/, "Types: deb")
            gsub(/Suites:[^\n]*/, "Suites: sid " release)
            gsub(/Components:[^\n]*/, "Components: main")
            print
            done = 1
        }' >> "$apt/etc/odoo.sources"
done
if [ ! -s "$apt/etc/odoo.sources" ]; then
    rm -f "$apt/etc/odoo.sources"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] || continue
        sed -nE "s#^deb[ \t]+(\[[^]]*\][ \t]+)?([^ \t]+)[ \t]+$release[ \t].*#\1\2#p" "$file"
    done | head -n 1 | while read -r entry; do
        printf 'deb %s sid main\ndeb %s %s main\n' "$entry" "$entry" "$release"
    done > "$apt/etc/odoo.list"
fi
[ -s "$apt/etc/odoo.sources" ] || [ -s "$apt/etc/odoo.list" ] ||
    fail "no entry for $release in /etc/apt/sources.list or sources.list.d." \
        "Set ODOO_HOME to an Odoo $series that you have."

options=(
    -qq
    -o Dir::Etc::SourceList=/dev/null
    -o Dir::Etc::SourceParts="$apt/etc"
    -o Dir::State::Lists="$apt/lists"
    -o Dir::Cache="$apt/cache"
    -o Acquire::Languages=none
    -o APT::Sandbox::User="$(id -un)"
)
apt-get "${options[@]}" update || fail "the package lists could not be fetched."
version=$(apt-cache "${options[@]}" show --no-all-versions "$package/sid" 2>/dev/null |
    sed -n 's/^Version: //p' | head -n 1) || true
case "$version" in
    "$series"*) ;;
    "") fail "Debian has no $package any more." \
        "Set ODOO_HOME to an Odoo $series that you have." ;;
    *) fail "Debian's $package is version $version; this addon is for the $series series." \
        "Set ODOO_HOME to an Odoo $series that you have." ;;
esac

cd "$target/deb"
apt-get "${options[@]}" download "$package/sid" fonts-montserrat/sid \
    {libjs-jquery,libjs-jquery-form,libjs-underscore}/"$release" \
    {fonts-font-awesome,fonts-inconsolata,fonts-roboto-unhinted,fonts-ocr-b}/"$release"
checksum=$(sha256sum "$package"_*.deb | cut -d' ' -f1)
echo "Odoo package $package $version, sha256 $checksum"

# Of the translations only Chinese is kept: the others are a third of the files. The
# package also holds a second copy of the addons' Python files, beside the package odoo.
mkdir "$target/root"
dpkg-deb --fsys-tarfile "$package"_*.deb | tar -x -C "$target/root" \
    --wildcards --exclude='*/i18n/[a-y]*.po' --exclude='*/i18n/zh_TW.po' \
    --exclude='*/dist-packages/addons' --exclude='*/dist-packages/setup'
for file in libjs*.deb fonts*.deb; do dpkg -x "$file" "$target/root"; done
cd "$target"
[ -z "$(find root -xtype l)" ] || fail "links into the void: $(find root -xtype l | head -n 3)"

# Debian leaves out this file, but a bundle names it: without it every page of the
# backend logs an error and every browser tour fails.
addons=root/usr/lib/python3/dist-packages/odoo/addons
mkdir -p $addons/mail/static/lib/selfie_segmentation
touch $addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js

rm -rf deb apt
echo "$version $checksum" > version
