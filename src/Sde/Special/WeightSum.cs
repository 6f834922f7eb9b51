namespace ScoreSde.Special;

/// <summary>Σ w and Σ w² of weights told by their logarithms, in units of the largest w so far.</summary>
internal struct WeightSum
{
    private double largest;
    private double sum;
    private double squares;

    /// <summary>(Σ w)²/Σ w²: as many equal weights say as much.</summary>
    public readonly double Effective => sum * sum / squares;

    /// <summary>ln (1/count) Σ w.</summary>
    public readonly double LogMean(int count) => largest + Math.Log(sum / count);

    /// <summary>Adds a weight.</summary>
    public void Add(double log)
    {
        if (sum == 0)
        {
            (largest, sum, squares) = (log, 1, 1);
            return;
        }

        double factor = Math.Exp(-Math.Abs(log - largest));
        if (log > largest)
        {
            (largest, sum, squares) = (log, (sum * factor) + 1, (squares * factor * factor) + 1);
        }
        else
        {
            (sum, squares) = (sum + factor, squares + (factor * factor));
        }
    }

    /// <summary>The sum of a list.</summary>
    public static WeightSum Of(ReadOnlySpan<double> logs)
    {
        var sum = new WeightSum();
        foreach (double log in logs)
        {
            sum.Add(log);
        }

        return sum;
    }
}
