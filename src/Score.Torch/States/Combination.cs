namespace ScoreSde.Torch.States;

/// <summary>
/// Σ weight_i · state_i in few launches: one for each term, one less where the target's own weight is 1 or, where the target is no term,
/// some weight is. The target's own term comes first, since it is overwritten; else one of weight 1; else the first.
/// </summary>
internal static class Combination
{
    /// <summary>target = the sum. A target that is no term gets the memory of the sum: views of it keep the old.</summary>
    public static void Write(Tensor target, ReadOnlySpan<(double Weight, Tensor State)> terms)
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

        Scale(target, own);
        foreach ((double weight, Tensor state) in terms)
        {
            if (!ReferenceEquals(state, target))
            {
                Add(target, weight, state);
            }
        }
    }

    /// <summary>target = factor · target.</summary>
    public static void Scale(Tensor target, double factor)
    {
        if (factor != 1)
        {
            using Scalar scalar = factor;
            target.mul_(scalar);
        }
    }

    /// <summary>target = target + weight · state.</summary>
    public static void Add(Tensor target, double weight, Tensor state)
    {
        using Scalar scalar = weight;
        target.add_(state, scalar);
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
        using Scalar scalar = terms[Math.Max(neighbour, 0)].Weight;
        using Tensor sum = plain < 0 ? terms[0].State.mul(scalar) : terms[plain].State.add(terms[neighbour].State, scalar);
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
