namespace ScoreSde.Torch.Tensors;

/// <summary>
/// Σ weight_i · state_i in few launches: one less than there are terms where the states are float32 and the target is a term, where the
/// target's own weight is 1, or where some weight is; else one for each. The target's own term comes first, since it is overwritten; else one
/// of weight 1; else the first.
/// </summary>
/// <remarks>
/// a x + b y in one launch is libtorch's product of a matrix with a vector, x ← a x + b Y 1 with the state as the one column of Y. TorchSharp
/// gives its factors as float, so float64 takes two launches instead.
/// </remarks>
internal static class Combination
{
    /// <summary>target = the sum. A target that is no term gets the memory of the sum: views of it keep the old.</summary>
    /// <param name="target">The state that is written.</param>
    /// <param name="one">The number 1 as a tensor [1] like the states, on their device.</param>
    /// <param name="terms">The sum.</param>
    public static void Write(Tensor target, Tensor one, ReadOnlySpan<(double Weight, Tensor State)> terms)
    {
        double own = 0;
        bool isTerm = false;
        foreach ((double weight, Tensor state) in terms)
        {
            if (ReferenceEquals(state, target))
            {
                own += weight;
                isTerm = true;
            }
        }

        if (!isTerm)
        {
            Replace(target, terms);
            return;
        }

        bool scaled = own == 1;
        foreach ((double weight, Tensor state) in terms)
        {
            if (ReferenceEquals(state, target))
            {
                continue;
            }

            if (scaled)
            {
                Add(target, weight, state);
            }
            else
            {
                ScaleAndAdd(target, one, own, weight, state);
                scaled = true;
            }
        }

        if (!scaled)
        {
            Scale(target, own);
        }
    }

    /// <summary>target = factor · target + weight · state.</summary>
    public static void ScaleAndAdd(Tensor target, Tensor one, double factor, double weight, Tensor state)
    {
        if (factor == 1 || target.dtype != torch.ScalarType.Float32 || !target.is_contiguous() || !state.is_contiguous())
        {
            Scale(target, factor);
            Add(target, weight, state);
            return;
        }

        long numbers = target.NumberOfElements;
        using Tensor flat = target.view(numbers);
        using Tensor column = state.as_strided([numbers, 1], [1, numbers]);
        flat.addmv_(column, one, (float)factor, (float)weight);
    }

    /// <summary>target = factor · target.</summary>
    public static void Scale(Tensor target, double factor)
    {
        if (factor != 1)
        {
            target.Times_(factor);
        }
    }

    /// <summary>target = target + weight · state.</summary>
    public static void Add(Tensor target, double weight, Tensor state)
    {
        target.Plus_(state, weight);
    }

    private static void Replace(Tensor target, ReadOnlySpan<(double Weight, Tensor State)> terms)
    {
        int plain = terms.Length - 1;
        while (plain >= 0 && terms[plain].Weight != 1)
        {
            plain--;
        }

        if (plain == 0 && terms.Length == 1)
        {
            target.copy_(terms[0].State);
            return;
        }

        // A term of weight 1 takes its neighbour along in one launch.
        int neighbour = plain < 0 ? -1 : plain == 0 ? 1 : plain - 1;
        using Tensor sum = plain < 0 ? terms[0].State.Times(terms[0].Weight) : terms[plain].State.Plus(terms[neighbour].State, terms[neighbour].Weight);
        for (int i = 0; i < terms.Length; i++)
        {
            if (i != Math.Max(plain, 0) && i != neighbour)
            {
                Add(sum, terms[i].Weight, terms[i].State);
            }
        }

        target.set_(sum);
    }
}
