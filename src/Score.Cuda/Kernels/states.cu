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

DEVICE REAL exponential(REAL x)
{
#ifdef TWIN
    return std::exp(x);
#else
    return exp(x);
#endif
}
