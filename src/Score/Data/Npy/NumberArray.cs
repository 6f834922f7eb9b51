namespace ScoreSde.Data.Npy;

/// <summary>
/// Numbers as read from a file, the last axis fastest: as float where the file's type fits float, else as double. Nothing is lost but of whole numbers beyond 2⁵³.
/// </summary>
internal sealed class NumberArray
{
    /// <summary>2⁵³: beyond it not every whole number is a double.</summary>
    public const double LastWhole = 1L << 53;

    private readonly float[]? singles;
    private readonly double[]? doubles;

    /// <summary>Numbers that float holds.</summary>
    public NumberArray(float[] values, IReadOnlyList<int> shape, double? largest = null) => (singles, Shape, Largest) = (values, shape, largest);

    /// <summary>Numbers that need double, or more than that.</summary>
    public NumberArray(double[] values, IReadOnlyList<int> shape, bool isRounded) => (doubles, Shape, IsRounded) = (values, shape, isRounded);

    /// <summary>The lengths of the axes.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The largest number of the file's type where that is one of pictures: 1, 255 or 65535.</summary>
    public double? Largest { get; }

    /// <summary>Whether the file has whole numbers that double does not hold, beyond 2⁵³, so that these are rounded.</summary>
    public bool IsRounded { get; }

    /// <summary>All numbers.</summary>
    public int Count => singles?.Length ?? doubles!.Length;

    /// <summary>The numbers where float holds them.</summary>
    public float[]? Singles => singles;

    /// <summary>The numbers where they need double.</summary>
    public double[]? Doubles => doubles;

    /// <summary>One number.</summary>
    public double this[int i] => singles is null ? doubles![i] : singles[i];

    /// <summary>All numbers rounded to float.</summary>
    public float[] ToFloat() => singles ?? Array.ConvertAll(doubles!, static value => (float)value);

    /// <summary>The same numbers under other axes.</summary>
    public NumberArray WithShape(params IReadOnlyList<int> shape) => singles is null ? new(doubles!, shape, IsRounded) : new(singles, shape, Largest);

    /// <summary>The array whose axis k is axis order[k] of this one.</summary>
    public NumberArray Transposed(params IReadOnlyList<int> order)
    {
        int[] shape = [.. order.Select(axis => Shape[axis])];
        return singles is null
            ? new(Transposition.Of(doubles!, Shape, order), shape, IsRounded)
            : new(Transposition.Of(singles, Shape, order), shape, Largest);
    }
}
