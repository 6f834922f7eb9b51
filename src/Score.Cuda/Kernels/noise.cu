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
