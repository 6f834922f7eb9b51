using System.Numerics;

namespace ScoreSde.Data;

/// <summary>
/// Between the numbers of a file and those that are worked with, which float must hold: in the file column j has
/// Shift[j] + Scale[j] · value. Without it data around 10⁸ would lose its deviation of 1, and one of two columns its scale.
/// </summary>
public sealed class ColumnUnits : IEquatable<ColumnUnits>
{
    // A float has 24 bits: beyond this ratio fewer than 14 are left to the deviation.
    private const double FloatReach = 1 << 10;
    private const double Largest = 1e100;

    // Double has 53 bits; a spread of fewer than 2⁸ steps of its numbers is coarse.
    private const double Coarse = 1.0 / (1L << 45);

    private readonly double[] shift;
    private readonly double[] scale;

    /// <param name="shift">The middle of each column, in the file's units; a single number stands for all columns.</param>
    /// <param name="scale">The length in each column that becomes 1, as many.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a number is not finite or beyond 10¹⁰⁰, or a scale is not positive.</exception>
    public ColumnUnits(IReadOnlyList<double> shift, IReadOnlyList<double> scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(shift);
        if (shift.Count == 0 || shift.Count != scale.Count)
        {
            throw new ArgumentException($"{shift.Count} shifts do not fit {scale.Count} scales.", nameof(scale));
        }

        if (!shift.All(static value => Math.Abs(value) <= Largest) || !scale.All(static value => value is > 0 and <= Largest))
        {
            throw new ArgumentException("The shift and scale of a column must be finite and at most 1e100, the scale greater than 0.", nameof(scale));
        }

        (this.shift, this.scale) = ([.. shift], [.. scale]);
    }

    /// <summary>The middle of each column; one number where all columns share it.</summary>
    public IReadOnlyList<double> Shift => shift;

    /// <summary>The unit of each column; one number where all columns share it.</summary>
    public IReadOnlyList<double> Scale => scale;

    /// <summary>Whether float would leave a column fewer than 14 bits of its deviation, or could not hold it at all, so that files should have double.</summary>
    public bool NeedDouble => Enumerable.Range(0, shift.Length).Any(j =>
        Math.Abs(shift[j]) > FloatReach * scale[j] || scale[j] is > 1e30 or < 1e-30);

    /// <summary>
    /// A sentence about the first column whose spread numbers of 64 bits hardly tell, or null: what is written of it is rounded to steps that are no small part of its deviation.
    /// A column whose unit is 1 is taken for one that never changes.
    /// </summary>
    public string? Remark => Enumerable.Range(0, shift.Length).Where(j => scale[j] != 1).Select(CoarsenessOf).FirstOrDefault(static remark => remark is not null);

    /// <summary>The unit of column j.</summary>
    public double ScaleOf(int column) => scale[scale.Length == 1 ? 0 : column];

    /// <summary>ln of the volume, in the file's units, of the cube with sides 1: Σ_j ln Scale[j].</summary>
    public double LogVolume(int dimension) => Enumerable.Range(0, dimension).Sum(j => Math.Log(ScaleOf(j)));

    /// <summary>(value − Shift)/Scale of a number of the file.</summary>
    public double ToValue(double inFile, int column)
    {
        int j = shift.Length == 1 ? 0 : column;
        return (inFile - shift[j]) / scale[j];
    }

    /// <summary>target = Shift + Scale · values, row-major, reckoned in double.</summary>
    /// <param name="values">Rows of <paramref name="dimension"/> numbers.</param>
    /// <param name="dimension">Numbers in a row.</param>
    /// <param name="target">As long; may be the same span.</param>
    public void ToFile<TFrom, TTo>(ReadOnlySpan<TFrom> values, int dimension, Span<TTo> target)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IFloatingPointIeee754<TTo>
    {
        for (int i = 0; i < values.Length; i++)
        {
            int j = shift.Length == 1 ? 0 : i % dimension;
            target[i] = TTo.CreateTruncating(shift[j] + (scale[j] * double.CreateTruncating(values[i])));
        }
    }

    /// <summary>The sentence about one column, or null.</summary>
    internal string? CoarsenessOf(int column) => scale[column] < Coarse * Math.Abs(shift[column])
        ? $"Column {column} varies by {scale[column]:G3} around {shift[column]:G6}, where numbers of 64 bits lie {StepAt(column)} apart: it is rounded to that, as read and as written; subtract the common part first."
        : null;

    /// <summary>From the middle of a column to the next number of 64 bits.</summary>
    internal double StepAt(int column) => Math.BitIncrement(Math.Abs(shift[column])) - Math.Abs(shift[column]);

    /// <inheritdoc/>
    public bool Equals(ColumnUnits? other) => other is not null && shift.AsSpan().SequenceEqual(other.shift) && scale.AsSpan().SequenceEqual(other.scale);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnUnits);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(shift.Length, shift[0], scale[0]);
}
