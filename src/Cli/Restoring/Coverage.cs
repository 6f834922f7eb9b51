namespace ScoreSde.Cli.Restoring;

/// <summary>
/// Where the numbers of the truth stand among those of the samples: ranks in (0, 1), even where the samples are drawn from the posterior. The numbers of one truth hang
/// together, so that a single restoration proves nothing by them.
/// </summary>
internal static class Coverage
{
    /// <summary>With fewer samples ranks say too little.</summary>
    public const int FewestSamples = 20;

    /// <summary>The rank of each number of the truth, (number of samples below + half of those equal + ½)/(n + 1); numbers of which all samples are equal have none.</summary>
    /// <param name="truth">d numbers.</param>
    /// <param name="samples">n rows of d numbers.</param>
    public static double[] Ranks(ReadOnlySpan<float> truth, ReadOnlySpan<float> samples)
    {
        int d = truth.Length;
        int count = samples.Length / d;
        var ranks = new List<double>();
        for (int j = 0; j < d; j++)
        {
            double below = 0;
            bool differ = false;
            for (int i = 0; i < count; i++)
            {
                float value = samples[(i * d) + j];
                below += value < truth[j] ? 1 : value == truth[j] ? 0.5 : 0;
                differ |= value != samples[j];
            }

            if (differ)
            {
                ranks.Add((below + 0.5) / (count + 1));
            }
        }

        return [.. ranks];
    }

    /// <summary>The share of ranks within the central part of the samples.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="share">The share of samples that the part holds, in (0, 1).</param>
    public static double Within(IReadOnlyList<double> ranks, double share) => ranks.Count(rank => Math.Abs(rank - 0.5) <= share / 2) / (double)ranks.Count;
}
