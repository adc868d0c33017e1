"""Runs llama.cpp's own HTTP server, which the package xllamacpp carries, on one GGUF file.

Usage: serve_gguf.py FILE PORT

It stands where an operator would write `llama-server --model FILE --port PORT --host 127.0.0.1`.
"""

import sys
import threading

import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.hostnames = ["127.0.0.1"]
parameters.port = int(sys.argv[2])
parameters.n_ctx = 512
parameters.n_parallel = 1
parameters.n_gpu_layers = 0
parameters.cpuparams.n_threads = 1
parameters.cpuparams_batch.n_threads = 1
parameters.warmup = False

server = xllamacpp.Server(parameters)
print("listening on", server.listening_address, flush=True)
threading.Event().wait()
