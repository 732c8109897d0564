#!/bin/sh
# Builds tfjs-node where its download fails: its addon from source, on the C library inside TensorFlow's Python wheel.
#
#   test/networks/tfjs-node/build.sh FOLDER
#   QUADRANT_TFJS_NODE=FOLDER npm test
#
# For Linux on x86-64, with npm, g++ and a Python that has pip. It takes 1.5 GB and a minute.
set -eu

tfjs_node=4.22.0
# The C interface has kept its promises since 2.9, which tfjs-node 4.22 was made for.
tensorflow=2.21.0

mkdir -p "${1:?name a folder to build in}"
cd "$1"
npm install --prefix . --ignore-scripts --no-audit --no-fund "@tensorflow/tfjs-node@$tfjs_node" node-api-headers@1.9.0
python3 -m pip download --quiet --no-deps --only-binary :all: --python-version 3.11 --platform manylinux_2_27_x86_64 \
  --dest wheel "tensorflow-cpu==$tensorflow"
python3 - wheel/*.whl <<'PYTHON'
import sys
import zipfile

wheel = zipfile.ZipFile(sys.argv[1])
headers = ("tensorflow/c/", "xla/tsl/c/", "tensorflow/core/platform/ctstring", "tsl/platform/ctstring")
wanted = ("tensorflow/libtensorflow", *(f"tensorflow/include/{name}" for name in headers))
wheel.extractall("native", [name for name in wheel.namelist() if name.startswith(wanted)])
PYTHON
rm -r wheel

addon=node_modules/@tensorflow/tfjs-node
libraries=$PWD/native/tensorflow
mkdir -p "$addon/lib/napi-v8"
g++ -std=c++17 -O2 -shared -fPIC -DNAPI_VERSION=8 "-I$addon" "-I$libraries/include" -Inode_modules/node-api-headers/include \
  "$addon/binding/tfjs_backend.cc" "$addon/binding/tfjs_binding.cc" \
  "$libraries/libtensorflow_cc.so.2" "$libraries/libtensorflow_framework.so.2" "-Wl,-rpath,$libraries" \
  -o "$addon/lib/napi-v8/tfjs_binding.node"
echo "Set QUADRANT_TFJS_NODE=$PWD"
