// The numbers of a pack that come first are even ones of their rows, or stand at an even place of a block that samples share; else PACK is 1.
DEVICE Pack noise(const WalkArguments& a, const WalkOrder& order, long long item)
{
    Pack drawn;
    UNROLL
    for (int i = 0; i < PACK; i += PACK > 1 ? 2 : 1)
    {
        long long place = item * PACK + i;
        long long row = place / a.dimension;
        long long number = place - row * a.dimension;
        long long sample = a.firstSample + row;
        unsigned part = 0;
        if (a.dimension <= 2)
        {
            number += a.dimension * sample;
            sample = number >> 2;
        }
        else
        {
            part = (unsigned)(number >> 2);
        }

        unsigned x, y;
        double first, second;
        philox(a.seed, order.purpose, order.interval, sample, part, (int)(number & 3) >> 1, x, y);
        normals(x, y, first, second);
        drawn.v[i] = (REAL)(order.scale * ((number & 1) != 0 ? second : first));
        if (PACK > 1)
        {
            drawn.v[(i + 1) % PACK] = (REAL)(order.scale * second);
        }
    }

    return drawn;
}

// Orders one after the other, in packs: target = sum of weights · states, the target being one of them or none; target = (add ? target : 0) + scale z, rows of
// `dimension` numbers. What an order reads of another's target its own thread has written.
KERNEL(walk_states, WalkArguments)
{
    THREADS_DO
        long long item = BLOCK * THREADS + thread;
        if (item * PACK < a.count)
        {
            for (int o = 0; o < a.orders; o++)
            {
                Pack* target = (Pack*)a.order[o].target;
                Pack sum;
                if (a.order[o].kind == SUM)
                {
                    int term = a.order[o].first;
                    const int end = term + a.order[o].terms;
                    sum = ((const Pack*)a.states[term])[item];
                    UNROLL
                    for (int i = 0; i < PACK; i++)
                    {
                        sum.v[i] = (REAL)a.weights[term] * sum.v[i];
                    }

                    for (term++; term < end; term++)
                    {
                        Pack state = ((const Pack*)a.states[term])[item];
                        REAL weight = (REAL)a.weights[term];
                        UNROLL
                        for (int i = 0; i < PACK; i++)
                        {
                            sum.v[i] += weight * state.v[i];
                        }
                    }
                }
                else
                {
                    sum = noise(a, a.order[o], item);
                    if (a.order[o].kind == ADDED_NOISE)
                    {
                        Pack before = target[item];
                        UNROLL
                        for (int i = 0; i < PACK; i++)
                        {
                            sum.v[i] += before.v[i];
                        }
                    }
                }

                target[item] = sum;
            }
        }
    THREADS_MEET
}

// target = target + weight (|numerator|/|denominator|)^power direction, row by row, left out where the denominator is 0; so many neighbouring threads take a row.
KERNEL(add_by_norms, RatioArguments)
{
    SHARED double above[THREADS];
    SHARED double below[THREADS];
    const int teams = THREADS / a.team;
    THREADS_DO
        const long long row = BLOCK * teams + thread / a.team;
        double first = 0;
        double second = 0;
        if (row < a.rows)
        {
            for (int i = thread % a.team; i < a.dimension; i += a.team)
            {
                double x = a.numerator[row * a.dimension + i];
                double y = a.denominator[row * a.dimension + i];
                first += x * x;
                second += y * y;
            }
        }

        above[thread] = first;
        below[thread] = second;
    THREADS_MEET
    THREADS_DO
        const long long row = BLOCK * teams + thread / a.team;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.team; i++)
        {
            first += above[thread - thread % a.team + i];
            second += below[thread - thread % a.team + i];
        }

        if (row < a.rows && second != 0)
        {
            const double ratio = a.power == 1 ? sqrt(first / second) : first / second;
            const REAL factor = (REAL)(a.weight * ratio);
            for (int i = thread % a.team; i < a.dimension; i += a.team)
            {
                a.target[row * a.dimension + i] += factor * a.direction[row * a.dimension + i];
            }
        }
    THREADS_MEET
}

// target = target + state (+ further) + bias, the channels innermost.
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

            if (a.further != nullptr)
            {
                Pack further = ((const Pack*)a.further)[item];
                UNROLL
                for (int i = 0; i < PACK; i++)
                {
                    sum.v[i] += further.v[i];
                }
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

// Item `item` of a picture's group, which is a block: in x, or beside it in the channels that follow x's; x + shift, where the shift is of a picture and a channel.
DEVICE Pack shifted(const NormArguments& a, long long picture, int group, int item)
{
    const int pack = group * GROUP + item % GROUP;
    const long long pixel = picture * a.pixels + item / GROUP;
    const int own = a.own / PACK;
    Pack value = pack < own
        ? ((const Pack*)a.x)[pixel * own + pack]
        : ((const Pack*)a.beside)[pixel * (a.channels / PACK - own) + pack - own];
    if (a.shift != nullptr)
    {
        Pack shift = ((const Pack*)(a.shift + picture * a.shiftStride))[pack];
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
    const long long picture = BLOCK / a.groups;
    const int group = (int)(BLOCK - picture * a.groups);
    const int items = a.pixels * GROUP;
    const double count = (double)items * PACK;
    THREADS_DO
        // Some at a time, so that memory is asked for all before the first is waited for.
        REAL part = 0;
        for (int first = thread; first < items; first += AT_ONCE * THREADS)
        {
            Pack values[AT_ONCE];
            UNROLL
            for (int j = 0; j < AT_ONCE; j++)
            {
                const int item = first + j * THREADS;
                values[j] = shifted(a, picture, group, item < items ? item : first);
            }

            UNROLL
            for (int j = 0; j < AT_ONCE; j++)
            {
                const int item = first + j * THREADS;
                if (item < items)
                {
                    if (a.kept != 0)
                    {
                        kept[item] = values[j];
                    }

                    UNROLL
                    for (int i = 0; i < PACK; i++)
                    {
                        part += values[j].v[i];
                    }
                }
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
            Pack value = a.kept != 0 ? kept[item] : shifted(a, picture, group, item);
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
        const int packs = a.channels / PACK;
        for (int item = thread; item < items; item += THREADS)
        {
            Pack value = a.kept != 0 ? kept[item] : shifted(a, picture, group, item);
            const int pack = group * GROUP + item % GROUP;
            Pack weight = ((const Pack*)a.weight)[pack];
            Pack bias = ((const Pack*)a.bias)[pack];
            UNROLL
            for (int i = 0; i < PACK; i++)
            {
                REAL normal = weight.v[i] * ((value.v[i] - mean) * inverse) + bias.v[i];
                value.v[i] = a.activate != 0 ? silu(normal) : normal;
            }

            ((Pack*)a.y)[(picture * a.pixels + item / GROUP) * packs + pack] = value;
        }
    THREADS_MEET
}

#endif

#ifdef FEW

// A 3 × 3 convolution from FEW channels to many: a thread keeps the weights of a pack of channels for some pixels. Weights are [tap, from, to].
KERNEL(spread_pictures, FewArguments)
{
    const int lanes = a.channels / PACK;
    const int together = THREADS / lanes;
    const long long end = a.pictures * a.height * a.width;
    THREADS_DO
        const int lane = thread % lanes;
        if (thread < together * lanes)
        {
            Pack weights[9 * FEW];
            UNROLL
            for (int i = 0; i < 9 * FEW; i++)
            {
                weights[i] = ((const Pack*)a.weight)[i * lanes + lane];
            }

            const Pack bias = ((const Pack*)a.bias)[lane];
            for (int step = 0; step < PIXELS; step++)
            {
                const long long pixel = (BLOCK * PIXELS + step) * together + thread / lanes;
                if (pixel < end)
                {
                    const int column = (int)(pixel % a.width);
                    const int line = (int)(pixel / a.width % a.height);
                    Pack sum = bias;
                    UNROLL
                    for (int tap = 0; tap < 9; tap++)
                    {
                        const int down = tap / 3 - 1, right = tap % 3 - 1;
                        if (line + down >= 0 && line + down < a.height && column + right >= 0 && column + right < a.width)
                        {
                            UNROLL
                            for (int from = 0; from < FEW; from++)
                            {
                                const REAL value = a.x[(pixel + down * a.width + right) * FEW + from];
                                UNROLL
                                for (int i = 0; i < PACK; i++)
                                {
                                    sum.v[i] += weights[tap * FEW + from].v[i] * value;
                                }
                            }
                        }
                    }

                    ((Pack*)a.y)[pixel * lanes + lane] = sum;
                }
            }
        }
    THREADS_MEET
}

// A 3 × 3 convolution from many channels to FEW: a block makes some lines of a picture; each pixel's products with the nine taps are summed over its channels first, so
// that it is read once, then the taps are added. Long sums are in double. Weights are [tap, to, from].
KERNEL(gather_pictures, FewArguments)
{
    double* products = (double*)ROOM;
    const int strips = (a.height + a.lines - 1) / a.lines;
    const long long picture = BLOCK / strips;
    const int top = (int)(BLOCK - picture * strips) * a.lines;
    const int above = top > 0 ? top - 1 : 0;
    const int below = top + a.lines < a.height ? top + a.lines + 1 : a.height;
    const int bottom = top + a.lines < a.height ? top + a.lines : a.height;
    const int items = (below - above) * a.width;
    const int packs = a.channels / PACK;
    THREADS_DO
        for (int item = thread; item < items; item += THREADS)
        {
            const Pack* here = (const Pack*)a.x + ((picture * a.height + above) * a.width + item) * packs;
            double sums[9 * FEW];
            UNROLL
            for (int i = 0; i < 9 * FEW; i++)
            {
                sums[i] = 0;
            }

            for (int first = 0; first < packs; first += AT_ONCE)
            {
                Pack values[AT_ONCE];
                UNROLL
                for (int j = 0; j < AT_ONCE; j++)
                {
                    values[j] = here[first + j < packs ? first + j : first];
                }

                UNROLL
                for (int i = 0; i < 9 * FEW; i++)
                {
                    REAL part = 0;
                    UNROLL
                    for (int j = 0; j < AT_ONCE; j++)
                    {
                        if (first + j < packs)
                        {
                            const Pack weight = ((const Pack*)a.weight)[i * packs + first + j];
                            UNROLL
                            for (int k = 0; k < PACK; k++)
                            {
                                part += weight.v[k] * values[j].v[k];
                            }
                        }
                    }

                    sums[i] += part;
                }
            }

            UNROLL
            for (int i = 0; i < 9 * FEW; i++)
            {
                products[i * items + item] = sums[i];
            }
        }
    THREADS_MEET
    THREADS_DO
        for (int item = thread; item < (bottom - top) * a.width * FEW; item += THREADS)
        {
            const int to = item % FEW;
            const int column = item / FEW % a.width;
            const int line = top + item / FEW / a.width;
            double sum = a.bias[to];
            for (int tap = 0; tap < 9; tap++)
            {
                const int down = line + tap / 3 - 1, right = column + tap % 3 - 1;
                if (down >= 0 && down < a.height && right >= 0 && right < a.width)
                {
                    sum += products[(tap * FEW + to) * items + (down - above) * a.width + right];
                }
            }

            a.y[((picture * a.height + line) * a.width + column) * FEW + to] = (REAL)sum;
        }
    THREADS_MEET
}

#endif
