// A perceptron by them.
#if MODEL == 0 && PRODUCTS > 0

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
