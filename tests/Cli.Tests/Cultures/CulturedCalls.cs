using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ScoreSde.Tests.Cultures;

/// <summary>Finds in a compiled assembly the methods of the framework it calls that write or read numbers in the thread's culture.</summary>
internal static class CulturedCalls
{
    private static readonly HashSet<string> Numbers =
        ["Double", "Single", "Half", "Decimal", "SByte", "Int16", "Int32", "Int64", "Int128", "IntPtr", "DateTime", "DateTimeOffset", "TimeSpan", "BigInteger"];

    /// <summary>Each such call, as Method: Type.Name(parameters), unless one of the parameters is the culture and is given; code that a generator wrote is left out.</summary>
    public static IEnumerable<string> In(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        (int Token, string Name)[] members = [.. Members(reader).Where(member => member.Name.Length > 0)];
        foreach (MethodDefinition method in reader.MethodDefinitions.Select(reader.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0))
        {
            TypeDefinition type = reader.GetTypeDefinition(method.GetDeclaringType());
            if (!IsGenerated(reader, type.GetCustomAttributes()) && !IsGenerated(reader, method.GetCustomAttributes()))
            {
                byte[] code = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
                foreach ((int token, string name) in members.Where(member => Calls(code, member.Token, member.Name.EndsWith("IFormatProvider)", StringComparison.Ordinal))))
                {
                    yield return $"{reader.GetString(type.Name)}.{reader.GetString(method.Name)}: {name}";
                }
            }
        }
    }

    private static IEnumerable<(int Token, string Name)> Members(MetadataReader reader)
    {
        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            yield return (MetadataTokens.GetToken(handle), NameOf(reader, reader.GetMemberReference(handle)));
        }

        // string.Join<double> and string.Concat<double> write each number in the thread's culture.
        for (int row = 1; row <= reader.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            MethodSpecificationHandle handle = MetadataTokens.MethodSpecificationHandle(row);
            MethodSpecification method = reader.GetMethodSpecification(handle);
            if (method.Method.Kind == HandleKind.MemberReference
                && reader.GetMemberReference((MemberReferenceHandle)method.Method) is { Parent.Kind: HandleKind.TypeReference } called
                && reader.GetString(called.Name) is "Join" or "Concat"
                && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)called.Parent).Name) == "String"
                && method.DecodeSignature(new ParameterNames(), null).Any(static type => type is "Double" or "Single"))
            {
                yield return (MetadataTokens.GetToken(handle), "String.Join of numbers");
            }
        }
    }

    private static string NameOf(MetadataReader reader, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference || member.GetKind() != MemberReferenceKind.Method)
        {
            return "";
        }

        string type = reader.GetString(reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
        string name = reader.GetString(member.Name);
        string[] parameters = [.. member.DecodeMethodSignature(new ParameterNames(), null).ParameterTypes];
        return AsksTheThread(type, name, parameters) ? $"{type}.{name}({string.Join(", ", parameters)})" : "";
    }

    private static bool IsGenerated(MetadataReader reader, CustomAttributeHandleCollection attributes) =>
        attributes.Select(handle => reader.GetCustomAttribute(handle).Constructor).Any(constructor =>
            constructor.Kind == HandleKind.MemberReference
            && reader.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } parent
            && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name) == "GeneratedCodeAttribute");

    // call, callvirt, newobj and ldftn's second byte, each followed by the token; a culture given as null is the thread's.
    private static bool Calls(ReadOnlySpan<byte> code, int token, bool onlyWithNull)
    {
        ReadOnlySpan<byte> bytes = BitConverter.GetBytes(token);
        for (int at = code.IndexOf(bytes); at > 0; at = code[(at + 1)..].IndexOf(bytes) is var next and >= 0 ? at + 1 + next : -1)
        {
            if (code[at - 1] is 0x28 or 0x6F or 0x73 or 0x06 && (!onlyWithNull || code[at - 2] == 0x14))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AsksTheThread(string type, string name, string[] parameters) => (type, name) switch
    {
        _ when parameters.Contains("CultureInfo") => false,
        (_, "ToString" or "Parse" or "TryParse") when parameters is [.., "IFormatProvider"] => true,
        _ when parameters.Contains("IFormatProvider") => false,
        (_, "ToString" or "TryFormat" or "Parse" or "TryParse") => Numbers.Contains(type),
        ("DefaultInterpolatedStringHandler" or "AppendInterpolatedStringHandler", ".ctor") => true,
        ("String", "Format") or ("StringBuilder", "AppendFormat") => true,
        ("StringBuilder", "Append" or "Insert") or (_, "Write" or "WriteLine") when type is "StringBuilder" or "TextWriter" or "StreamWriter" or "StringWriter" or "Console" =>
            parameters is [var first, ..] && Numbers.Contains(first),
        ("String", "ToLower" or "ToUpper") or ("Char", "ToLower" or "ToUpper") => true,
        ("String", "Compare" or "CompareTo" or "StartsWith" or "EndsWith" or "IndexOf" or "LastIndexOf") =>
            parameters.Contains("String") && !parameters.Contains("StringComparison"),
        _ => false,
    };
}
