// A recorded run of a solver in one kernel: a block keeps ROWS samples from the prior to the data, and interprets the run's instructions.
// One source for two compilers: NVRTC for a card, and a C++ compiler for the twin that the tests run on a CPU (TWIN).
//
// Defines, by the host:
//   REAL float | double        MODEL 0 perceptron | 1 mixture      DIMENSION, SLOTS, ROWS, THREADS      STATES_SHARED 0 | 1
//   perceptron: WIDTH (a multiple of 8; of 64 for PRODUCTS > 0), DEPTH, CLASSES, GUIDED 0 | 1, TILE_ROWS
//               SHARED_BYTES: what a launch gives, checked against what is used here
//               AHEAD: for PRODUCTS 0, inputs whose weights are fetched together, 8 unless given
//               STAGES: for PRODUCTS > 0, sets of weights on their way through shared memory; 0 (unless given) for one in registers
//               PRODUCTS 0 in REAL | 1 in bfloat16 | 3 in bfloat16 by three products, hi·hi + hi·lo + lo·hi; sums are always REAL
//   mixture:    COMPONENTS; THREADS = ROWS
// Threads: (WIDTH / 8) · (ROWS / TILE_ROWS) for PRODUCTS 0; else 32 · warps, WIDTH / 8 a multiple of the warps and ROWS of 16.
// Dynamic shared memory, in bytes:
//   STATES_SHARED · (SLOTS + GUIDED) · ROWS · DIMENSION · sizeof(REAL)
//     rounded up to 16
//   + perceptron, PRODUCTS 0: WIDTH · (ROWS | 1) · sizeof(REAL);   PRODUCTS 1, 3: ROWS · (WIDTH + 8) · 2 + STAGES · WIDTH · 64, both twice for 3
// States and activations lie with the rows innermost, [number][row]; activations in bfloat16 with the numbers innermost, [row][number].
//
// A row's numbers depend on nothing but its index: sums run over the inputs in their order, whatever the shape of the launch.

#ifdef TWIN
#include <cmath>
#include <cstring>
#include <vector>
#define DEVICE static inline
#define UNROLL
#define LANES THREADS
#define ME thread
// All threads of a block, one after the other, up to a barrier.
#define THREADS_DO for (int thread = 0; thread < THREADS; thread++) {
#define THREADS_MEET }
#define THREADS_GO_ON }
#else
#define DEVICE static __device__ __forceinline__
#define UNROLL _Pragma("unroll")
#define LANES 1
#define ME 0
#define THREADS_DO { const int thread = threadIdx.x;
#define THREADS_MEET } __syncthreads();
// Where the threads that read next are those that wrote.
#define THREADS_GO_ON }
#endif

#ifndef GUIDED
#define GUIDED 0
#endif
#ifndef PRODUCTS
#define PRODUCTS 0
#endif
#ifndef AHEAD
#define AHEAD 8
#endif
#ifndef STAGES
#define STAGES 0
#endif

struct Instruction
{
    int kind, target, first, count, a, b;
    double weight;
};

struct Term
{
    int slot, padding;
    double weight;
};

struct Arguments
{
    const Instruction* tape;
    long long instructions;
    const Term* terms;
    const REAL* levels;
    const REAL* weights;
    const unsigned short* halves;
    const int* labels;
    REAL* scratch;
    REAL* output;
    long long* failure;
    long long rows;
    long long firstSample;
    unsigned long long seed;
    double guidance;
};

enum { Evaluate = 0, Combine = 1, Normal = 2, Ratio = 3, Check = 4 };

static const int StateSize = DIMENSION * ROWS;
