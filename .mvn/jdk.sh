# Finds a JDK of at least $POLDER_JDK and exports it as JAVA_HOME. Sourced by ./mvnw and ./polder,
# so that both work even when `java` on the PATH is older. Looked at, in this order: JAVA_HOME, the
# PATH, the JDKs that ~/.m2/toolchains.xml declares, the usual install folders.
POLDER_JDK=25

# The feature release ("25") that a JDK folder's `release` file states; nothing for other folders.
polder_jdk_release() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

polder_jdk_folders() {
  printf '%s\n' "${JAVA_HOME:-}"
  polder_javac=$(command -v javac 2>/dev/null || true)
  if [ -n "$polder_javac" ]; then
    dirname "$(dirname "$(readlink -f "$polder_javac" 2>/dev/null || echo "$polder_javac")")"
  fi
  if [ -r "${HOME:-/}/.m2/toolchains.xml" ]; then
    sed -n 's:.*<jdkHome>\(.*\)</jdkHome>.*:\1:p' "${HOME:-/}/.m2/toolchains.xml"
  fi
  for polder_parent in /usr/lib/jvm /usr/java /opt /opt/java /opt/jdk /usr/local /usr/local/lib/jvm \
    "${HOME:-/}/.sdkman/candidates/java" "${HOME:-/}/.jdks" "${HOME:-/}/.asdf/installs/java" \
    "${HOME:-/}/.local/share/mise/installs/java" "${HOME:-/}/Library/Java/JavaVirtualMachines" \
    /Library/Java/JavaVirtualMachines /opt/homebrew/opt; do
    [ -d "$polder_parent" ] || continue
    find -L "$polder_parent" -maxdepth 1 -mindepth 1 -type d 2>/dev/null | sort -r |
      sed 'p;s:$:/Contents/Home:'
  done
}

polder_find_jdk() {
  polder_found=$(polder_jdk_folders | while IFS= read -r polder_folder; do
    polder_release=$(polder_jdk_release "$polder_folder")
    if [ -n "$polder_release" ] && [ "$polder_release" -ge "$POLDER_JDK" ]; then
      printf '%s\n' "$polder_folder"
      break
    fi
  done)
  if [ -z "$polder_found" ]; then
    echo "Polder needs a JDK $POLDER_JDK or newer and found none: install one (for example Eclipse Temurin $POLDER_JDK from https://adoptium.net) or set JAVA_HOME to it." >&2
    return 1
  fi
  JAVA_HOME=$polder_found
  export JAVA_HOME
}

polder_find_jdk || exit 1
