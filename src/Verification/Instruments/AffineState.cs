namespace ScoreSde.Verification.Instruments;

/// <summary>
/// A number known as an affine form: c₀ x_start + c₁ + Σ_k c_k z_k, where x_start is the state at the start of a run and the
/// z_k are its named independent standard normals. <see cref="AffineSpace"/> makes it and says which z_k is which.
/// </summary>
public sealed class AffineState
{
    private double[] coefficients;

    // What a space allocates is undefined; NaN makes a stepper that reads it give itself away.
    internal AffineState() => coefficients = [double.NaN];

    /// <summary>x = x_start.</summary>
    public static AffineState Start()
    {
        var x = new AffineState();
        x.SetOnly(0, 1);
        return x;
    }

    /// <summary>Places in use: those beyond have the coefficient 0.</summary>
    internal int Length { get; private set; } = 1;

    /// <summary>The coefficient in a place: 0 is x_start, 1 the constant, then the noises in order of first use.</summary>
    internal double this[int place] => place < Length ? coefficients[place] : 0;

    /// <summary>The coefficients of the places in use.</summary>
    internal ReadOnlySpan<double> Coefficients => coefficients.AsSpan(0, Length);

    /// <summary>Makes this a copy of the coefficients.</summary>
    internal void SetAll(ReadOnlySpan<double> values)
    {
        Resize(values.Length);
        values.CopyTo(coefficients);
    }

    /// <summary>Replaces a coefficient; places between are 0.</summary>
    internal void Set(int place, double value)
    {
        Resize(Math.Max(Length, place + 1));
        coefficients[place] = value;
    }

    /// <summary>Makes this c · e_place.</summary>
    internal void SetOnly(int place, double value)
    {
        Resize(0);
        Set(place, value);
    }

    /// <summary>Cuts, or fills with zeros, to a length.</summary>
    internal void Resize(int length)
    {
        if (length > coefficients.Length)
        {
            Array.Resize(ref coefficients, Math.Max(length, 2 * coefficients.Length));
        }

        if (length > Length)
        {
            Array.Clear(coefficients, Length, length - Length);
        }

        Length = length;
    }
}
