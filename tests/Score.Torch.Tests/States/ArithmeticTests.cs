using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ScoreSde.Torch;
using ScoreSde.Torch.Sampling;

namespace ScoreSde.Tests.States;

/// <summary>
/// No number reaches libtorch through a scalar that may be finalized before it is read: TorchSharp's implicit conversions, and its overloads that make the factor 1
/// themselves, are not called anywhere in the library.
/// </summary>
public sealed class ArithmeticTests
{
    // Of the overloads, those with fewer parameters make their scalars themselves.
    private static readonly Dictionary<string, int> Whole = new() { ["add"] = 2, ["add_"] = 2, ["addcmul"] = 3, ["addcmul_"] = 3, ["addcdiv"] = 3, ["addcdiv_"] = 3, ["addmm"] = 4 };

    [Fact]
    public void Numbers_live_until_libtorch_has_read_them() => Assert.Empty(Calls(typeof(TorchSampler).Assembly.Location));

    [Fact]
    public void What_is_not_allowed_is_found()
    {
        // This assembly calls all of these.
        Assert.NotNull((Func<Tensor, Tensor>)(static a => (a + a).add(a).add_(a).mul(2)));
        Assert.Equal(["Scalar.op_Implicit", "Tensor.add(1)", "Tensor.add_(1)", "Tensor.op_Addition"], Calls(typeof(ArithmeticTests).Assembly.Location).Order(StringComparer.Ordinal));
    }

    private static List<string> Calls(string file)
    {
        using var stream = File.OpenRead(file);
        using var assembly = new PEReader(stream);
        MetadataReader metadata = assembly.GetMetadataReader();
        var found = new List<string>();
        foreach (MemberReference member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (member.Parent.Kind != HandleKind.TypeReference || member.GetKind() != MemberReferenceKind.Method)
            {
                continue;
            }

            string type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
            string name = metadata.GetString(member.Name);
            BlobReader signature = metadata.GetBlobReader(member.Signature);
            signature.ReadSignatureHeader();
            int parameters = signature.ReadCompressedInteger();
            if ((type, name) is ("Scalar", "op_Implicit") or ("Tensor", "op_Addition"))
            {
                found.Add($"{type}.{name}");
            }
            else if (type == "Tensor" && Whole.TryGetValue(name, out int least) && parameters < least)
            {
                found.Add($"{type}.{name}({parameters})");
            }
        }

        return [.. found.Distinct()];
    }
}
