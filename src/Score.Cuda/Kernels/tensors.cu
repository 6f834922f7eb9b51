// target = sum of weights · states, in packs; the target may be one of them.
KERNEL(add_states, SumArguments)
{
    THREADS_DO
        long long item = BLOCK * THREADS + thread;
        if (item * PACK < a.count)
        {
            Pack sum = ((const Pack*)a.states[0])[item];
            UNROLL
            for (int i = 0; i < PACK; i++)
            {
                sum.v[i] = (REAL)a.weights[0] * sum.v[i];
            }

            for (int term = 1; term < a.terms; term++)
            {
                Pack state = ((const Pack*)a.states[term])[item];
                REAL weight = (REAL)a.weights[term];
                UNROLL
                for (int i = 0; i < PACK; i++)
                {
                    sum.v[i] += weight * state.v[i];
                }
            }

            ((Pack*)a.target)[item] = sum;
        }
    THREADS_MEET
}

// target = (add ? target : 0) + scale z, rows of `dimension` numbers. In one or two dimensions four or two neighbours share a block of Philox.
KERNEL(draw_noise, NoiseArguments)
{
    THREADS_DO
        const unsigned pairs = (unsigned)((a.dimension + 1) / 2);
        long long item = BLOCK * THREADS + thread;
        if (item < a.rows * pairs)
        {
            long long row = (unsigned)item / pairs;
            long long number = 2 * (long long)((unsigned)item % pairs);
            long long sample = a.firstSample + row;
            unsigned part = 0;
            int place;
            if (a.dimension <= 2)
            {
                long long all = a.dimension * sample;
                sample = all >> 2;
                place = (int)(all & 3);
            }
            else
            {
                part = (unsigned)(number >> 2);
                place = (int)(number & 3);
            }

            unsigned x, y;
            double first, second;
            philox(a.seed, a.purpose, a.interval, sample, part, place >> 1, x, y);
            normals(x, y, first, second);
            if (a.dimension == 1 && (place & 1) != 0)
            {
                first = second;
            }

            REAL* here = a.target + row * a.dimension + number;
            here[0] = (a.add != 0 ? here[0] : (REAL)0) + (REAL)(a.scale * first);
            if (number + 1 < a.dimension)
            {
                here[1] = (a.add != 0 ? here[1] : (REAL)0) + (REAL)(a.scale * second);
            }
        }
    THREADS_MEET
}

// target = target + state + bias, the channels innermost.
KERNEL(join_states, JoinArguments)
{
    THREADS_DO
        long long item = BLOCK * THREADS + thread;
        if (item * PACK < a.count)
        {
            Pack sum = ((const Pack*)a.target)[item];
            Pack state = ((const Pack*)a.state)[item];
            Pack bias = ((const Pack*)a.bias)[(unsigned)item % (unsigned)(a.channels / PACK)];
            UNROLL
            for (int i = 0; i < PACK; i++)
            {
                sum.v[i] += state.v[i] + bias.v[i];
            }

            ((Pack*)a.target)[item] = sum;
        }
    THREADS_MEET
}

// target = SiLU(state + bias), the channels innermost.
KERNEL(activate_states, JoinArguments)
{
    THREADS_DO
        long long item = BLOCK * THREADS + thread;
        if (item * PACK < a.count)
        {
            Pack value = ((const Pack*)a.state)[item];
            Pack bias = ((const Pack*)a.bias)[(unsigned)item % (unsigned)(a.channels / PACK)];
            UNROLL
            for (int i = 0; i < PACK; i++)
            {
                value.v[i] = silu(value.v[i] + bias.v[i]);
            }

            ((Pack*)a.target)[item] = value;
        }
    THREADS_MEET
}

#ifdef GROUP

DEVICE long long place(const NormArguments& a, long long block, int item)
{
    long long picture = block / a.groups;
    int group = (int)(block - picture * a.groups);
    return (picture * a.pixels + item / GROUP) * (a.channels / PACK) + group * GROUP + item % GROUP;
}

// x + shift, where the shift is of a picture and a channel.
DEVICE Pack shifted(const NormArguments& a, long long block, int item)
{
    Pack value = ((const Pack*)a.x)[place(a, block, item)];
    if (a.shift != nullptr)
    {
        long long picture = block / a.groups;
        int group = (int)(block - picture * a.groups);
        Pack shift = ((const Pack*)(a.shift + picture * a.shiftStride))[group * GROUP + item % GROUP];
        UNROLL
        for (int i = 0; i < PACK; i++)
        {
            value.v[i] += shift.v[i];
        }
    }

    return value;
}

DEVICE double total(const double* sums)
{
    double all = 0;
    UNROLL
    for (int i = 0; i < SUMS; i++)
    {
        all += sums[i];
    }

    return all;
}

DEVICE void add_up(const double* parts, double* sums, int thread)
{
    if (thread < SUMS)
    {
        double sum = 0;
        for (int i = 0; i < THREADS / SUMS; i++)
        {
            sum += parts[thread + SUMS * i];
        }

        sums[thread] = sum;
    }
}

// y = weight (x + shift − mean)/sqrt(variance + epsilon) + bias, then SiLU where asked for; mean and variance are of a picture's group, which is a
// block. Pictures have their channels innermost. Where a block's room holds the group it is read once; y may be x.
KERNEL(norm_groups, NormArguments)
{
    SHARED double parts[THREADS];
    SHARED double sums[SUMS];
    SHARED double squares[SUMS];
    Pack* kept = (Pack*)ROOM;
    const int items = a.pixels * GROUP;
    const double count = (double)items * PACK;
    THREADS_DO
        REAL part = 0;
        for (int item = thread; item < items; item += THREADS)
        {
            Pack value = shifted(a, BLOCK, item);
            if (a.kept != 0)
            {
                kept[item] = value;
            }

            UNROLL
            for (int i = 0; i < PACK; i++)
            {
                part += value.v[i];
            }
        }

        parts[thread] = part;
    THREADS_MEET
    THREADS_DO
        add_up(parts, sums, thread);
    THREADS_MEET
    THREADS_DO
        const REAL mean = (REAL)(total(sums) / count);
        REAL part = 0;
        for (int item = thread; item < items; item += THREADS)
        {
            Pack value = a.kept != 0 ? kept[item] : shifted(a, BLOCK, item);
            UNROLL
            for (int i = 0; i < PACK; i++)
            {
                part += (value.v[i] - mean) * (value.v[i] - mean);
            }
        }

        parts[thread] = part;
    THREADS_MEET
    THREADS_DO
        add_up(parts, squares, thread);
    THREADS_MEET
    THREADS_DO
        const REAL mean = (REAL)(total(sums) / count);
        const REAL inverse = (REAL)(1 / sqrt(total(squares) / count + a.epsilon));
        const int first = (int)(BLOCK % a.groups) * GROUP;
        for (int item = thread; item < items; item += THREADS)
        {
            Pack value = a.kept != 0 ? kept[item] : shifted(a, BLOCK, item);
            Pack weight = ((const Pack*)a.weight)[first + item % GROUP];
            Pack bias = ((const Pack*)a.bias)[first + item % GROUP];
            UNROLL
            for (int i = 0; i < PACK; i++)
            {
                REAL normal = weight.v[i] * ((value.v[i] - mean) * inverse) + bias.v[i];
                value.v[i] = a.activate != 0 ? silu(normal) : normal;
            }

            ((Pack*)a.y)[place(a, BLOCK, item)] = value;
        }
    THREADS_MEET
}

#endif
