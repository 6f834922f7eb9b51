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
