namespace ScoreSde.Data;

/// <summary>Between natural units and the network's, whose values are of order 1: x_net = (x − Shift)/Scale.</summary>
/// <param name="Shift">The natural value that becomes 0.</param>
/// <param name="Scale">The natural length that becomes 1; greater than 0.</param>
public readonly record struct DataScaling(double Shift, double Scale)
{
    /// <summary>Natural units are the network's.</summary>
    public static DataScaling Identity { get; } = new(0, 1);

    /// <summary>Shift.</summary>
    public double Shift { get; } = Require.Finite(Shift);

    /// <summary>Scale.</summary>
    public double Scale { get; } = Require.Positive(Scale);

    /// <summary>target = (natural − Shift)/Scale; target may be natural.</summary>
    /// <exception cref="ArgumentException">target is shorter than natural.</exception>
    public void ToNetwork(ReadOnlySpan<float> natural, Span<float> target)
    {
        target = target[..natural.Length];
        for (int i = 0; i < natural.Length; i++)
        {
            target[i] = (float)((natural[i] - Shift) / Scale);
        }
    }

    /// <summary>target = Shift + Scale · network; target may be network.</summary>
    /// <exception cref="ArgumentException">target is shorter than network.</exception>
    public void ToNatural(ReadOnlySpan<float> network, Span<float> target)
    {
        target = target[..network.Length];
        for (int i = 0; i < network.Length; i++)
        {
            target[i] = (float)(Shift + (Scale * network[i]));
        }
    }
}
