// A perceptron, products in REAL.
#if MODEL == 0 && PRODUCTS == 0

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

#endif
