# The setting of the tuned PyTorch, for scripts that read this file: OpenBLAS on OpenMP with the kernel of the right processor, vector width,
# bound threads, malloc that keeps its pages. OPENBLAS names the folder of an OpenBLAS on OpenMP (Debian: libopenblas0-openmp).
tuned=(OPENBLAS_CORETYPE=SkylakeX ATEN_CPU_CAPABILITY=avx512 OMP_PROC_BIND=true MALLOC_TRIM_THRESHOLD_=100000000000
  MALLOC_MMAP_THRESHOLD_=100000000000 "LD_LIBRARY_PATH=${OPENBLAS:-/usr/lib/x86_64-linux-gnu/openblas-openmp}")
