namespace ScoreSde.Torch.Tensors;

/// <summary>
/// Sums and products with numbers that live until libtorch has read them.
/// </summary>
/// <remarks>
/// TorchSharp's own overloads make a <see cref="Scalar"/> on the way, also for the factor 1 of <c>a + b</c>, and let go of it before libtorch reads it: where a
/// collection falls between, its finalizer frees what is read, and the sum is of any number or fails. So nothing here converts to a scalar unseen
/// (ArithmeticTests asks the assembly).
/// </remarks>
internal static class Arithmetic
{
    // Kept for ever, and so never finalized.
    private static readonly Scalar One = 1.ToScalar();

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + weight · b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b, double weight)
    {
        using Scalar scalar = weight.ToScalar();
        return a.add(b, scalar);
    }

    /// <summary>a = a + b.</summary>
    public static Tensor Plus_(this Tensor a, Tensor b) => a.add_(b, One);

    /// <summary>a = a + weight · b.</summary>
    public static Tensor Plus_(this Tensor a, Tensor b, double weight)
    {
        using Scalar scalar = weight.ToScalar();
        return a.add_(b, scalar);
    }

    /// <summary>a = a + number.</summary>
    public static Tensor Shift_(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.add_(scalar, One);
    }

    /// <summary>number · a.</summary>
    public static Tensor Times(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.mul(scalar);
    }

    /// <summary>a = number · a.</summary>
    public static Tensor Times_(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.mul_(scalar);
    }

    /// <summary>a = a / number.</summary>
    public static Tensor Over_(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.div_(scalar);
    }

    /// <summary>a = a + weight · b ∘ c.</summary>
    public static Tensor PlusProduct_(this Tensor a, Tensor b, Tensor c, double weight = 1)
    {
        using Scalar scalar = weight.ToScalar();
        return a.addcmul_(b, c, scalar);
    }

    /// <summary>a = a + weight · b / c.</summary>
    public static Tensor PlusQuotient_(this Tensor a, Tensor b, Tensor c, double weight)
    {
        using Scalar scalar = weight.ToScalar();
        return a.addcdiv_(b, c, scalar);
    }

    /// <summary>a = number everywhere.</summary>
    public static Tensor Set_(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.fill_(scalar);
    }

    /// <summary>a = number everywhere.</summary>
    public static Tensor Set_(this Tensor a, long number)
    {
        using Scalar scalar = number.ToScalar();
        return a.fill_(scalar);
    }

    /// <summary>a = number where the mask is true.</summary>
    public static Tensor SetWhere_(this Tensor a, Tensor mask, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.masked_fill_(mask, scalar);
    }

    /// <summary>a = max(a, number); NaN stays.</summary>
    public static Tensor AtLeast_(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.clamp_(scalar);
    }

    /// <summary>Where a is less than a number.</summary>
    public static Tensor IsBelow(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.lt(scalar);
    }

    /// <summary>Where a is a number.</summary>
    public static Tensor Is(this Tensor a, double number)
    {
        using Scalar scalar = number.ToScalar();
        return a.eq(scalar);
    }

    /// <summary>The whole numbers first … end − 1.</summary>
    public static Tensor Whole(long first, long end, torch.Device device)
    {
        using Scalar start = first.ToScalar();
        using Scalar stop = end.ToScalar();
        return torch.arange(start, stop, One, torch.int64, device);
    }
}
