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

// ---------------------------------------------------------------------------------------------------------------- noise

DEVICE unsigned high_product(unsigned a, unsigned b)
{
#ifdef TWIN
    return (unsigned)(((unsigned long long)a * b) >> 32);
#else
    return __umulhi(a, b);
#endif
}

// Philox4x32-10; words 2·half and 2·half + 1 of the block of a sample.
DEVICE void philox(unsigned long long seed, int purpose, unsigned interval, long long sample, unsigned block, int half, unsigned& x, unsigned& y)
{
    unsigned c0 = block;
    unsigned c1 = interval;
    unsigned c2 = (unsigned)sample;
    unsigned c3 = ((unsigned)purpose << 24) | ((unsigned)(sample >> 32) & 0xFFFFFF);
    unsigned k0 = (unsigned)seed;
    unsigned k1 = (unsigned)(seed >> 32);
    UNROLL
    for (int round = 0; round < 10; round++)
    {
        unsigned high0 = high_product(0xD2511F53u, c0);
        unsigned high1 = high_product(0xCD9E8D57u, c2);
        unsigned low0 = 0xD2511F53u * c0;
        unsigned low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c2 = high0 ^ c3 ^ k1;
        c1 = low1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }

    x = half == 0 ? c0 : c2;
    y = half == 0 ? c1 : c3;
}

// Box and Muller's pair, in double.
DEVICE void normals(unsigned x, unsigned y, double& first, double& second)
{
    double radius = sqrt(-2 * log(((double)x + 0.5) * (1.0 / 4294967296.0)));
#ifdef TWIN
    double angle = ((double)y + 0.5) * (2 * 3.14159265358979323846 / 4294967296.0);
    double sine = std::sin(angle), cosine = std::cos(angle);
#else
    double sine, cosine;
    sincospi(((double)y + 0.5) * (2.0 / 4294967296.0), &sine, &cosine);
#endif
    first = radius * cosine;
    second = radius * sine;
}

// slot = (add ? slot : 0) + scale z. In one or two dimensions four or two neighbours share a block.
DEVICE void add_noise(REAL* state, const Instruction& order, const Arguments& a, long long firstRow, int thread)
{
    const int Pairs = (DIMENSION + 1) / 2;
    for (int item = thread; item < Pairs * ROWS; item += THREADS)
    {
        int row = item % ROWS;
        int number = 2 * (item / ROWS);
        long long sample = a.firstSample + firstRow + row;
        unsigned block = 0;
        int place;
        if (DIMENSION <= 2)
        {
            long long all = (long long)DIMENSION * sample;
            sample = all >> 2;
            place = (int)(all & 3);
        }
        else
        {
            block = (unsigned)(number >> 2);
            place = number & 3;
        }

        unsigned x, y;
        double first, second;
        philox(a.seed, order.a, (unsigned)order.b, sample, block, place >> 1, x, y);
        normals(x, y, first, second);
        if (DIMENSION == 1 && (place & 1) != 0)
        {
            first = second;
        }

        REAL* here = state + number * ROWS + row;
        here[0] = (order.count != 0 ? here[0] : (REAL)0) + (REAL)(order.weight * first);
        if (number + 1 < DIMENSION)
        {
            here[ROWS] = (order.count != 0 ? here[ROWS] : (REAL)0) + (REAL)(order.weight * second);
        }
    }
}

// --------------------------------------------------------------------------------------------------------------- states

DEVICE REAL fused(REAL a, REAL b, REAL c)
{
#ifdef TWIN
    return std::fma(a, b, c);
#else
    return fma(a, b, c);
#endif
}

DEVICE void combine(REAL* states, const Instruction& order, const Term* terms, int thread)
{
    REAL* target = states + order.target * StateSize;
    const Term* mine = terms + order.first;
    for (int item = thread; item < StateSize; item += THREADS)
    {
        REAL sum = (REAL)mine[0].weight * states[mine[0].slot * StateSize + item];
        for (int i = 1; i < order.count; i++)
        {
            sum = fused((REAL)mine[i].weight, states[mine[i].slot * StateSize + item], sum);
        }

        target[item] = sum;
    }
}

DEVICE void add_by_ratio(REAL* states, const Instruction& order, int thread)
{
    REAL* target = states + order.target * StateSize;
    const REAL* direction = states + order.a * StateSize;
    const REAL* numerator = states + order.first * StateSize;
    const REAL* denominator = states + order.count * StateSize;
    for (int row = thread; row < ROWS; row += THREADS)
    {
        double above = 0, below = 0;
        for (int i = 0; i < DIMENSION; i++)
        {
            double n = numerator[i * ROWS + row], d = denominator[i * ROWS + row];
            above += n * n;
            below += d * d;
        }

        if (below == 0)
        {
            continue;
        }

        double ratio = above / below;
        REAL factor = (REAL)(order.weight * (order.b == 1 ? sqrt(ratio) : ratio));
        for (int i = 0; i < DIMENSION; i++)
        {
            target[i * ROWS + row] = fused(factor, direction[i * ROWS + row], target[i * ROWS + row]);
        }
    }
}

DEVICE void check(const REAL* state, int step, const Arguments& a, long long firstRow, int thread)
{
    for (int row = thread; row < ROWS; row += THREADS)
    {
        bool finite = true;
        for (int i = 0; i < DIMENSION; i++)
        {
            REAL value = state[i * ROWS + row];
            finite = finite && value - value == 0;
        }

        if (!finite && firstRow + row < a.rows)
        {
            long long name = ((long long)step << 40) | (firstRow + row);
#ifdef TWIN
            *a.failure = name < *a.failure ? name : *a.failure;
#else
            atomicMin(a.failure, name);
#endif
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------- model

DEVICE REAL exponential(REAL x)
{
#ifdef TWIN
    return std::exp(x);
#else
    return exp(x);
#endif
}

#if MODEL == 1

static const int ComponentSize = 1 + DIMENSION + DIMENSION * DIMENSION;
static const int LevelStride = 1 + COMPONENTS * ComponentSize;

// epsilon = sigma sum_k r_k P_k (x - alpha m_k), r = softmax of c_k - (x - alpha m_k)' P_k (x - alpha m_k) / 2.
DEVICE void evaluate_row(const REAL* state, REAL* target, const REAL* level, int row)
{
    REAL x[DIMENSION], sum[DIMENSION], y[DIMENSION];
    REAL most = 0, all = 0;
    UNROLL
    for (int i = 0; i < DIMENSION; i++)
    {
        x[i] = state[i * ROWS + row];
        sum[i] = 0;
    }

    for (int k = 0; k < COMPONENTS; k++)
    {
        const REAL* component = level + 1 + k * ComponentSize;
        const REAL* mean = component + 1;
        const REAL* precision = mean + DIMENSION;
        REAL square = 0;
        UNROLL
        for (int i = 0; i < DIMENSION; i++)
        {
            y[i] = 0;
            UNROLL
            for (int j = 0; j < DIMENSION; j++)
            {
                y[i] = fused(precision[i * DIMENSION + j], x[j] - mean[j], y[i]);
            }

            square = fused(y[i], x[i] - mean[i], square);
        }

        // The greatest logit so far is the scale of all sums.
        REAL logit = component[0] - (REAL)0.5 * square;
        REAL share = 1;
        if (k == 0 || logit > most)
        {
            REAL shrink = k == 0 ? (REAL)0 : exponential(most - logit);
            most = logit;
            all = fused(all, shrink, (REAL)1);
            UNROLL
            for (int i = 0; i < DIMENSION; i++)
            {
                sum[i] = fused(sum[i], shrink, y[i]);
            }
        }
        else
        {
            share = exponential(logit - most);
            all += share;
            UNROLL
            for (int i = 0; i < DIMENSION; i++)
            {
                sum[i] = fused(share, y[i], sum[i]);
            }
        }
    }

    REAL scale = level[0] / all;
    UNROLL
    for (int i = 0; i < DIMENSION; i++)
    {
        target[i * ROWS + row] = scale * sum[i];
    }
}

#else

static const int LevelStride = 2 + DIMENSION + (DEPTH + 1) * WIDTH;
static const int InputWeights = 0;
static const int BlockWeights = InputWeights + DIMENSION * WIDTH;
static const int OutputWeights = BlockWeights + DEPTH * WIDTH * WIDTH;
static const int OutputBias = OutputWeights + WIDTH * DIMENSION;
static const int ClassRows = OutputBias + DIMENSION;

// Rows that a thread takes together in the last layer.
static const int OutputRows = ROWS % 4 == 0 && DIMENSION * ROWS >= 4 * THREADS ? 4 : ROWS % 2 == 0 && DIMENSION * ROWS >= 2 * THREADS ? 2 : 1;

#if CLASSES > 0
// What a class adds to the first layer; none for no label.
DEVICE const REAL* class_row(const Arguments& a, long long row, bool labelled)
{
    return a.weights + ClassRows + (labelled && row < a.rows ? a.labels[row] : CLASSES) * WIDTH;
}
#endif

#if PRODUCTS == 0

// ------------------------------------------------------------------------------------------- perceptron, products in REAL

static const int ColumnGroups = WIDTH / 8;

// Inputs whose weights are fetched together.
static const int Ahead = AHEAD;

// Activations lie with an odd number of rows from one to the next: threads that write one below the other meet no bank twice.
static const int ActivePitch = ROWS | 1;

struct alignas(4 * sizeof(REAL)) Four
{
    REAL v[4];
};

// A thread's columns are 4g … 4g + 3 and the same in the second half, so that neighbours read neighbouring numbers.
DEVICE int column(int group, int j) { return j < 4 ? 4 * group + j : WIDTH / 2 + 4 * group + j - 4; }

DEVICE REAL silu(REAL x) { return x / ((REAL)1 + exponential(-x)); }

// What a thread takes of some inputs of the weights.
struct Inputs
{
    Four low[Ahead], high[Ahead];
};

DEVICE void take(Inputs& inputs, const REAL* b, int k)
{
    UNROLL
    for (int i = 0; i < Ahead; i++)
    {
        inputs.low[i] = *(const Four*)(b + (k + i) * WIDTH);
        inputs.high[i] = *(const Four*)(b + (k + i) * WIDTH + WIDTH / 2);
    }
}

DEVICE void add_product(REAL (&sums)[TILE_ROWS][8], const REAL* a, const Four& low, const Four& high)
{
    REAL mine[TILE_ROWS];
    UNROLL
    for (int i = 0; i < TILE_ROWS; i++)
    {
        mine[i] = a[i];
    }

    UNROLL
    for (int i = 0; i < TILE_ROWS; i++)
    {
        UNROLL
        for (int j = 0; j < 4; j++)
        {
            sums[i][j] = fused(mine[i], low.v[j], sums[i][j]);
            sums[i][4 + j] = fused(mine[i], high.v[j], sums[i][4 + j]);
        }
    }
}

// sums += A' B over K inputs, A [K][pitch], B [K][WIDTH]. The weights of the next inputs are on their way while these are multiplied.
DEVICE void multiply(REAL (&sums)[TILE_ROWS][8], const REAL* A, int pitch, const REAL* B, int K, int firstRow, int group)
{
    const REAL* a = A + firstRow;
    const REAL* b = B + 4 * group;
    int whole = K / Ahead * Ahead;
    if (whole > 0)
    {
        Inputs next;
        take(next, b, 0);
#ifndef TWIN
#pragma unroll 2
#endif
        for (int k = 0; k < whole; k += Ahead)
        {
            Inputs now = next;
            take(next, b, k + Ahead < whole ? k + Ahead : k);
            UNROLL
            for (int i = 0; i < Ahead; i++)
            {
                add_product(sums, a + (k + i) * pitch, now.low[i], now.high[i]);
            }
        }
    }

    for (int k = whole; k < K; k++)
    {
        add_product(sums, a + k * pitch, *(const Four*)(b + k * WIDTH), *(const Four*)(b + k * WIDTH + WIDTH / 2));
    }
}

DEVICE void activate(REAL* active, const REAL (&hidden)[TILE_ROWS][8], int firstRow, int group)
{
    UNROLL
    for (int j = 0; j < 8; j++)
    {
        UNROLL
        for (int i = 0; i < TILE_ROWS; i++)
        {
            active[column(group, j) * ActivePitch + firstRow + i] = silu(hidden[i][j]);
        }
    }
}

// y = W_out silu(h) + b + gain x, into each = y for all (number, row).
template <typename Write>
DEVICE void evaluate(const REAL* x, const REAL* level, const Arguments& a, REAL* active, long long blockRow, bool labelled, Write write)
{
    REAL hidden[LANES][TILE_ROWS][8];
#if CLASSES == 0
    (void)blockRow;
    (void)labelled;
#endif
    const REAL* biases = level + 2 + DIMENSION;
    THREADS_DO
        int group = thread % ColumnGroups;
        int firstRow = thread / ColumnGroups * TILE_ROWS;
        UNROLL
        for (int i = 0; i < TILE_ROWS; i++)
        {
#if CLASSES > 0
            const REAL* classes = class_row(a, blockRow + firstRow + i, labelled);
#endif
            UNROLL
            for (int j = 0; j < 8; j++)
            {
                hidden[ME][i][j] = biases[column(group, j)];
#if CLASSES > 0
                hidden[ME][i][j] += classes[column(group, j)];
#endif
            }
        }

        multiply(hidden[ME], x, ROWS, a.weights + InputWeights, DIMENSION, firstRow, group);
    THREADS_GO_ON
    for (int layer = 0; layer <= DEPTH; layer++)
    {
        THREADS_DO
            activate(active, hidden[ME], thread / ColumnGroups * TILE_ROWS, thread % ColumnGroups);
        THREADS_MEET
        if (layer == DEPTH)
        {
            break;
        }

        THREADS_DO
            int group = thread % ColumnGroups;
            const REAL* bias = biases + (layer + 1) * WIDTH;
            UNROLL
            for (int i = 0; i < TILE_ROWS; i++)
            {
                UNROLL
                for (int j = 0; j < 8; j++)
                {
                    hidden[ME][i][j] += bias[column(group, j)];
                }
            }

            multiply(hidden[ME], active, ActivePitch, a.weights + BlockWeights + layer * WIDTH * WIDTH, WIDTH, thread / ColumnGroups * TILE_ROWS, group);
        THREADS_MEET
    }

    THREADS_DO
        for (int item = thread; item < DIMENSION * (ROWS / OutputRows); item += THREADS)
        {
            int number = DIMENSION >= 32 ? item % DIMENSION : item / (ROWS / OutputRows);
            int firstRow = OutputRows * (DIMENSION >= 32 ? item / DIMENSION : item % (ROWS / OutputRows));
            REAL sums[OutputRows];
            UNROLL
            for (int i = 0; i < OutputRows; i++)
            {
                sums[i] = a.weights[OutputBias + number];
            }

            const REAL* weights = a.weights + OutputWeights + number;
#ifndef TWIN
#pragma unroll 8
#endif
            for (int k = 0; k < WIDTH; k++)
            {
                REAL weight = weights[k * DIMENSION];
                UNROLL
                for (int i = 0; i < OutputRows; i++)
                {
                    sums[i] = fused(active[k * ActivePitch + firstRow + i], weight, sums[i]);
                }
            }

            UNROLL
            for (int i = 0; i < OutputRows; i++)
            {
                int at = number * ROWS + firstRow + i;
                write(at, fused(level[2 + number], x[at], sums[i]));
            }
        }
    THREADS_MEET
}

#else

// ---------------------------------------------------------------------------- perceptron, products in bfloat16, sums in float

static const int Warps = THREADS / 32;
static const int RowTiles = ROWS / 16;
static const int ColumnTiles = WIDTH / 8 / Warps;
static const int Pitch = WIDTH + 8;
static const long long HalvesOfLayer = (long long)WIDTH * WIDTH;

struct alignas(16) Eight
{
    unsigned v[4];
};

// The nearest bfloat16, ties to even, as the high half of a word.
DEVICE unsigned rounded(float x)
{
    unsigned bits;
#ifdef TWIN
    std::memcpy(&bits, &x, 4);
#else
    bits = __float_as_uint(x);
#endif
    return (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000u;
}

DEVICE float number_of(unsigned bits)
{
#ifdef TWIN
    float x;
    std::memcpy(&x, &bits, 4);
    return x;
#else
    return __uint_as_float(bits);
#endif
}

DEVICE float silu(float x)
{
#ifdef TWIN
    return x / (1 + std::exp(-x));
#else
    return __fdividef(x, 1 + __expf(-x));
#endif
}

// Two neighbouring numbers as bfloat16 in a word, and what is left of them in another.
DEVICE void store_pair(unsigned* high, unsigned* low, float x, float y)
{
    unsigned first = rounded(x), second = rounded(y);
    *high = (first >> 16) | second;
#if PRODUCTS == 3
    *low = (rounded(x - number_of(first)) >> 16) | rounded(y - number_of(second));
#endif
}

// Which numbers a thread of a warp holds of a tile of 16 rows and 8 columns: rows g and g + 8, columns 2 c and 2 c + 1.
DEVICE int row_in_tile(int lane, int i) { return lane / 4 + (i >= 2 ? 8 : 0); }
DEVICE int column_in_tile(int lane, int i) { return 2 * (lane % 4) + (i & 1); }

#ifdef TWIN

// Number (n, k) of a layer's weights, out of the order in which the tensor cores take them.
DEVICE float weight_at(const unsigned short* halves, int n, int k)
{
    int lane = 4 * (n % 8) + k % 8 / 2;
    int place = k % 32 / 8 * 2 + k % 2;
    return number_of((unsigned)halves[(((n / 8) * (WIDTH / 32) + k / 32) * 32 + lane) * 8 + place] << 16);
}

DEVICE float active_at(const unsigned* words, int row, int k)
{
    unsigned word = words[(row * Pitch + k) / 2];
    return number_of(k % 2 == 0 ? word << 16 : word & 0xFFFF0000u);
}

#else

DEVICE void multiply_tile(float (&c)[4], unsigned a0, unsigned a1, unsigned a2, unsigned a3, unsigned b0, unsigned b1)
{
    asm(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
}

// Four 8 × 8 tiles of bfloat16: rows and rows + 8 of inputs k … k + 7 and k + 8 … k + 15.
DEVICE void load_tiles(unsigned (&a)[4], const unsigned* words, int row, int k, int lane)
{
    const unsigned* here = words + ((row + lane % 16) * Pitch + k + 8 * (lane / 16)) / 2;
    unsigned address = (unsigned)__cvta_generic_to_shared(here);
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
        : "=r"(a[0]), "=r"(a[1]), "=r"(a[2]), "=r"(a[3]) : "r"(address));
}

// What a thread takes of the weights of 32 inputs: kind 0 the halves, kind 1 what was left of them.
static const int Kinds = PRODUCTS == 3 ? 2 : 1;
static const int SetSize = Kinds * ColumnTiles * THREADS;

DEVICE const Eight* weights_of(const Eight* weights, int kind, int n, int q)
{
    return weights + kind * (DEPTH * HalvesOfLayer / 8) + (n * (WIDTH / 32) + q) * 32;
}

#if STAGES == 0

DEVICE void take(Eight (&set)[Kinds][ColumnTiles], const Eight* weights, int q)
{
    UNROLL
    for (int n = 0; n < ColumnTiles; n++)
    {
        UNROLL
        for (int kind = 0; kind < Kinds; kind++)
        {
            set[kind][n] = *weights_of(weights, kind, n, q);
        }
    }
}

#else

// One group of copies for each set, an empty one past the last.
DEVICE void send(Eight* to, const Eight* weights, int q)
{
    if (q < WIDTH / 32)
    {
        UNROLL
        for (int n = 0; n < ColumnTiles; n++)
        {
            UNROLL
            for (int kind = 0; kind < Kinds; kind++)
            {
                unsigned address = (unsigned)__cvta_generic_to_shared(to + (kind * ColumnTiles + n) * THREADS);
                asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" :: "r"(address), "l"(weights_of(weights, kind, n, q)) : "memory");
            }
        }
    }

    asm volatile("cp.async.commit_group;" ::: "memory");
}

#endif

// sums += the products of 32 inputs.
DEVICE void multiply_tiles(
    float (&sums)[RowTiles][ColumnTiles][4], const unsigned* high, const unsigned* low, const Eight (&now)[Kinds][ColumnTiles], int q, int lane)
{
    UNROLL
    for (int half = 0; half < 2; half++)
    {
        UNROLL
        for (int m = 0; m < RowTiles; m++)
        {
            unsigned x[4];
            load_tiles(x, high, 16 * m, 32 * q + 16 * half, lane);
#if PRODUCTS == 3
            unsigned rest[4];
            load_tiles(rest, low, 16 * m, 32 * q + 16 * half, lane);
#else
            (void)low;
#endif
            UNROLL
            for (int n = 0; n < ColumnTiles; n++)
            {
                multiply_tile(sums[m][n], x[0], x[1], x[2], x[3], now[0][n].v[2 * half], now[0][n].v[2 * half + 1]);
#if PRODUCTS == 3
                multiply_tile(sums[m][n], x[0], x[1], x[2], x[3], now[1][n].v[2 * half], now[1][n].v[2 * half + 1]);
                multiply_tile(sums[m][n], rest[0], rest[1], rest[2], rest[3], now[0][n].v[2 * half], now[0][n].v[2 * half + 1]);
#endif
            }
        }
    }
}

#endif

// sums += active · W' of one layer.
DEVICE void multiply(
    float (&sums)[RowTiles][ColumnTiles][4], const unsigned* high, const unsigned* low, const unsigned short* halves, Eight* ring, int thread)
{
    int lane = thread % 32;
    int firstTile = thread / 32 * ColumnTiles;
#ifdef TWIN
    (void)low;
    (void)ring;
    for (int m = 0; m < RowTiles; m++)
    {
        for (int n = 0; n < ColumnTiles; n++)
        {
            for (int i = 0; i < 4; i++)
            {
                int row = 16 * m + row_in_tile(lane, i);
                int out = 8 * (firstTile + n) + column_in_tile(lane, i);
                for (int k = 0; k < WIDTH; k++)
                {
                    float w = weight_at(halves, out, k);
                    float x = active_at(high, row, k);
                    sums[m][n][i] = std::fma(x, w, sums[m][n][i]);
#if PRODUCTS == 3
                    sums[m][n][i] = std::fma(x, weight_at(halves + DEPTH * HalvesOfLayer, out, k), sums[m][n][i]);
                    sums[m][n][i] = std::fma(active_at(low, row, k), w, sums[m][n][i]);
#endif
                }
            }
        }
    }
#else
    const Eight* weights = (const Eight*)halves + (long long)firstTile * (WIDTH / 32) * 32 + lane;
#if STAGES == 0
    (void)ring;
    Eight next[Kinds][ColumnTiles];
    take(next, weights, 0);
#pragma unroll 2
    for (int q = 0; q < WIDTH / 32; q++)
    {
        Eight now[Kinds][ColumnTiles];
        UNROLL
        for (int n = 0; n < ColumnTiles; n++)
        {
            UNROLL
            for (int kind = 0; kind < Kinds; kind++)
            {
                now[kind][n] = next[kind][n];
            }
        }

        take(next, weights, q + 1 < WIDTH / 32 ? q + 1 : q);
        multiply_tiles(sums, high, low, now, q, lane);
    }
#else
    // A thread brings what it will read itself, so nobody waits for another.
    Eight* mine = ring + thread;
    UNROLL
    for (int q = 0; q < STAGES - 1; q++)
    {
        send(mine + q * SetSize, weights, q);
    }

#pragma unroll 1
    for (int q = 0; q < WIDTH / 32; q++)
    {
        send(mine + (q + STAGES - 1) % STAGES * SetSize, weights, q + STAGES - 1);
        asm volatile("cp.async.wait_group %0;" :: "n"(STAGES - 1) : "memory");
        Eight now[Kinds][ColumnTiles];
        UNROLL
        for (int n = 0; n < ColumnTiles; n++)
        {
            UNROLL
            for (int kind = 0; kind < Kinds; kind++)
            {
                now[kind][n] = mine[q % STAGES * SetSize + (kind * ColumnTiles + n) * THREADS];
            }
        }

        multiply_tiles(sums, high, low, now, q, lane);
    }
#endif
#endif
}

#if DIMENSION >= 16

static const int OutputTiles = (DIMENSION + 7) / 8;

// A tile of the last layer, sums = b + active · W', the weights as the sum of two halves.
DEVICE void multiply_last(float (&sums)[4], const unsigned* high, const unsigned* low, const float* weights, int firstRow, int firstNumber, int lane)
{
    const float* last = weights + OutputWeights;
    UNROLL
    for (int i = 0; i < 4; i++)
    {
        int number = firstNumber + column_in_tile(lane, i);
        sums[i] = number < DIMENSION ? weights[OutputBias + number] : 0;
    }

#ifdef TWIN
    (void)low;
    for (int i = 0; i < 4; i++)
    {
        int number = firstNumber + column_in_tile(lane, i), row = firstRow + row_in_tile(lane, i);
        for (int k = 0; k < WIDTH && number < DIMENSION; k++)
        {
            float w = last[k * DIMENSION + number], x = active_at(high, row, k);
            float first = number_of(rounded(w)), second = number_of(rounded(w - first));
            sums[i] = std::fma(x, second, std::fma(x, first, sums[i]));
#if PRODUCTS == 3
            sums[i] = std::fma(active_at(low, row, k), first, sums[i]);
#endif
        }
    }
#else
    int mine = firstNumber + lane / 4;
    bool inside = mine < DIMENSION;
#pragma unroll 2
    for (int q = 0; q < WIDTH / 16; q++)
    {
        unsigned first[2], second[2], x[4];
        UNROLL
        for (int i = 0; i < 2; i++)
        {
            int k = 16 * q + 8 * i + 2 * (lane % 4);
            float one = inside ? last[k * DIMENSION + mine] : 0, two = inside ? last[(k + 1) * DIMENSION + mine] : 0;
            unsigned above = rounded(one), beside = rounded(two);
            first[i] = (above >> 16) | beside;
            second[i] = (rounded(one - number_of(above)) >> 16) | rounded(two - number_of(beside));
        }

        load_tiles(x, high, firstRow, 16 * q, lane);
        multiply_tile(sums, x[0], x[1], x[2], x[3], first[0], first[1]);
        multiply_tile(sums, x[0], x[1], x[2], x[3], second[0], second[1]);
#if PRODUCTS == 3
        load_tiles(x, low, firstRow, 16 * q, lane);
        multiply_tile(sums, x[0], x[1], x[2], x[3], first[0], first[1]);
#endif
    }
#endif
}

#endif

template <typename Write>
DEVICE void evaluate(const float* x, const float* level, const Arguments& a, unsigned* high, long long blockRow, bool labelled, Write write)
{
    float hidden[LANES][RowTiles][ColumnTiles][4];
#if CLASSES == 0
    (void)blockRow;
    (void)labelled;
#endif
    unsigned* low = high + ROWS * Pitch / 2;
    Eight* ring = (Eight*)(high + (PRODUCTS == 3 ? 2 : 1) * ROWS * Pitch / 2);
    const float* biases = level + 2 + DIMENSION;
    THREADS_DO
        int lane = thread % 32;
        int firstColumn = thread / 32 * ColumnTiles * 8;
        UNROLL
        for (int m = 0; m < RowTiles; m++)
        {
#if CLASSES > 0
            const float* classes[2] = {
                class_row(a, blockRow + 16 * m + row_in_tile(lane, 0), labelled), class_row(a, blockRow + 16 * m + row_in_tile(lane, 2), labelled)};
#endif
            UNROLL
            for (int n = 0; n < ColumnTiles; n++)
            {
                UNROLL
                for (int i = 0; i < 4; i++)
                {
                    int at = firstColumn + 8 * n + column_in_tile(lane, i);
                    hidden[ME][m][n][i] = biases[at];
#if CLASSES > 0
                    hidden[ME][m][n][i] += classes[i / 2][at];
#endif
                }
            }
        }

        // The first layer has few inputs, and they are of all sizes: in float.
#ifndef TWIN
#pragma unroll 2
#endif
        for (int k = 0; k < DIMENSION; k++)
        {
            float mine[RowTiles][2];
            UNROLL
            for (int m = 0; m < RowTiles; m++)
            {
                mine[m][0] = x[k * ROWS + 16 * m + row_in_tile(lane, 0)];
                mine[m][1] = x[k * ROWS + 16 * m + row_in_tile(lane, 2)];
            }

            UNROLL
            for (int n = 0; n < ColumnTiles; n++)
            {
                const float* weights = a.weights + InputWeights + k * WIDTH + firstColumn + 8 * n + column_in_tile(lane, 0);
                float w[2] = {weights[0], weights[1]};
                UNROLL
                for (int m = 0; m < RowTiles; m++)
                {
                    UNROLL
                    for (int i = 0; i < 4; i++)
                    {
                        hidden[ME][m][n][i] = fused(mine[m][i / 2], w[i & 1], hidden[ME][m][n][i]);
                    }
                }
            }
        }
    THREADS_GO_ON
    for (int layer = 0; layer <= DEPTH; layer++)
    {
        THREADS_DO
            int lane = thread % 32;
            int firstColumn = thread / 32 * ColumnTiles * 8;
            UNROLL
            for (int m = 0; m < RowTiles; m++)
            {
                UNROLL
                for (int n = 0; n < ColumnTiles; n++)
                {
                    UNROLL
                    for (int i = 0; i < 4; i += 2)
                    {
                        int at = ((16 * m + row_in_tile(lane, i)) * Pitch + firstColumn + 8 * n + column_in_tile(lane, i)) / 2;
                        store_pair(high + at, low + at, silu(hidden[ME][m][n][i]), silu(hidden[ME][m][n][i + 1]));
                    }
                }
            }
        THREADS_MEET
        if (layer == DEPTH)
        {
            break;
        }

        THREADS_DO
            int lane = thread % 32;
            int firstColumn = thread / 32 * ColumnTiles * 8;
            UNROLL
            for (int n = 0; n < ColumnTiles; n++)
            {
                UNROLL
                for (int i = 0; i < 4; i++)
                {
                    float bias = biases[(layer + 1) * WIDTH + firstColumn + 8 * n + column_in_tile(lane, i)];
                    UNROLL
                    for (int m = 0; m < RowTiles; m++)
                    {
                        hidden[ME][m][n][i] += bias;
                    }
                }
            }

            multiply(hidden[ME], high, low, a.halves + layer * HalvesOfLayer, ring, thread);
        THREADS_MEET
    }

#if DIMENSION >= 16
    THREADS_DO
        int lane = thread % 32;
        for (int item = thread / 32; item < OutputTiles * RowTiles; item += Warps)
        {
            float sums[4];
            int firstNumber = 8 * (item / RowTiles), firstRow = 16 * (item % RowTiles);
            multiply_last(sums, high, low, a.weights, firstRow, firstNumber, lane);
            UNROLL
            for (int i = 0; i < 4; i++)
            {
                int number = firstNumber + column_in_tile(lane, i);
                int at = number * ROWS + firstRow + row_in_tile(lane, i);
                if (number < DIMENSION)
                {
                    write(at, fused(level[2 + number], x[at], sums[i]));
                }
            }
        }
    THREADS_MEET
#else
    THREADS_DO
        for (int item = thread; item < DIMENSION * (ROWS / OutputRows); item += THREADS)
        {
            int number = DIMENSION >= 32 ? item % DIMENSION : item / (ROWS / OutputRows);
            int firstRow = OutputRows * (DIMENSION >= 32 ? item / DIMENSION : item % (ROWS / OutputRows));
            float sums[OutputRows];
            UNROLL
            for (int i = 0; i < OutputRows; i++)
            {
                sums[i] = a.weights[OutputBias + number];
            }

            const float* weights = a.weights + OutputWeights + number;
#ifndef TWIN
#pragma unroll 4
#endif
            for (int k = 0; k < WIDTH; k += 2)
            {
                float first = weights[k * DIMENSION], second = weights[(k + 1) * DIMENSION];
                UNROLL
                for (int i = 0; i < OutputRows; i++)
                {
                    int at = ((firstRow + i) * Pitch + k) / 2;
                    unsigned word = high[at];
                    float one = number_of(word << 16), two = number_of(word & 0xFFFF0000u);
#if PRODUCTS == 3
                    unsigned rest = low[at];
                    one += number_of(rest << 16);
                    two += number_of(rest & 0xFFFF0000u);
#endif
                    sums[i] = fused(two, second, fused(one, first, sums[i]));
                }
            }

            UNROLL
            for (int i = 0; i < OutputRows; i++)
            {
                int at = number * ROWS + firstRow + i;
                write(at, fused(level[2 + number], x[at], sums[i]));
            }
        }
    THREADS_MEET
#endif
}

#endif
#endif

// ------------------------------------------------------------------------------------------------------------------ run

#if MODEL == 1
static const long long ActiveBytes = 0;
#elif PRODUCTS == 0
static const long long ActiveBytes = (long long)WIDTH * ActivePitch * sizeof(REAL);
#else
static const long long ActiveBytes = ((long long)ROWS * Pitch * 2 + (long long)STAGES * WIDTH * 64) * (PRODUCTS == 3 ? 2 : 1);
#endif
static const long long StateBytes = (long long)(SLOTS + GUIDED) * StateSize * sizeof(REAL);
static const long long ActiveStart = STATES_SHARED ? (StateBytes + 15) / 16 * 16 : 0;
static_assert(ActiveStart + ActiveBytes <= SHARED_BYTES, "A launch gives less shared memory than the kernel uses.");

DEVICE void evaluate_all(const REAL* x, REAL* epsilon, REAL* guided, const REAL* level, const Arguments& a, void* active, long long blockRow)
{
#if MODEL == 1
    (void)guided; (void)a; (void)active; (void)blockRow;
    THREADS_DO
        evaluate_row(x, epsilon, level, thread);
    THREADS_MEET
#else
#if PRODUCTS == 0
    REAL* mine = (REAL*)active;
#else
    unsigned* mine = (unsigned*)active;
#endif
    REAL onState = level[0], onOutput = level[1];
#if GUIDED
    REAL weight = (REAL)a.guidance, rest = (REAL)(1 - a.guidance);
    evaluate(x, level, a, mine, blockRow, true, [=](int at, REAL y) { guided[at] = weight * y; });
    evaluate(x, level, a, mine, blockRow, false, [=](int at, REAL y)
    {
        epsilon[at] = fused(onState, x[at], onOutput * fused(rest, y, guided[at]));
    });
#else
    (void)guided;
    evaluate(x, level, a, mine, blockRow, true, [=](int at, REAL y) { epsilon[at] = fused(onState, x[at], onOutput * y); });
#endif
#endif
}

DEVICE void walk(const Arguments& a, int block, REAL* states, void* active)
{
    long long firstRow = (long long)block * ROWS;
    REAL* guided = states + SLOTS * StateSize;
    for (long long i = 0; i < a.instructions; i++)
    {
        const Instruction order = a.tape[i];
        REAL* target = states + order.target * StateSize;
        if (order.kind == Evaluate)
        {
            evaluate_all(states + order.a * StateSize, target, guided, a.levels + (long long)order.b * LevelStride, a, active, firstRow);
            continue;
        }

        THREADS_DO
            switch (order.kind)
            {
                case Combine: combine(states, order, a.terms, thread); break;
                case Normal: add_noise(target, order, a, firstRow, thread); break;
                case Ratio: add_by_ratio(states, order, thread); break;
                default: check(target, order.a, a, firstRow, thread); break;
            }
        THREADS_MEET
    }

    THREADS_DO
        for (int item = thread; item < StateSize; item += THREADS)
        {
            int row = item / DIMENSION, number = item % DIMENSION;
            if (firstRow + row < a.rows)
            {
                a.output[firstRow * DIMENSION + item] = states[number * ROWS + row];
            }
        }
    THREADS_MEET
}

#ifdef TWIN

extern "C" void sample_twin(const Arguments* a, int blocks)
{
    std::vector<REAL> states((size_t)(SLOTS + GUIDED) * StateSize);
#if MODEL == 1
    std::vector<unsigned> active(1);
#elif PRODUCTS == 0
    std::vector<REAL> active((size_t)WIDTH * ActivePitch);
#else
    std::vector<unsigned> active((size_t)ROWS * Pitch);
#endif
    for (int block = 0; block < blocks; block++)
    {
        walk(*a, block, STATES_SHARED ? states.data() : a->scratch + (size_t)block * (SLOTS + GUIDED) * StateSize, active.data());
    }
}

#else

extern "C" __global__ void __launch_bounds__(THREADS) sample(Arguments a)
{
    extern __shared__ __align__(16) unsigned char shared[];
    REAL* states = STATES_SHARED ? (REAL*)shared : a.scratch + (long long)blockIdx.x * (SLOTS + GUIDED) * StateSize;
    walk(a, blockIdx.x, states, shared + ActiveStart);
}

#endif
