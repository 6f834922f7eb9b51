// Products in bfloat16 on tensor cores, sums in float.
#if MODEL == 0 && PRODUCTS > 0

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

#endif
